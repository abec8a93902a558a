package dev.tailspan.simulation;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tailspan.block.BlockSizes;
import dev.tailspan.decide.FinalizeStores;
import dev.tailspan.decide.FinalizeTraces;
import dev.tailspan.decide.LowWatermark;
import dev.tailspan.functions.finalize.FinalizeHandler;
import dev.tailspan.functions.ingest.IngestHandler;
import dev.tailspan.functions.self.Invocations;
import dev.tailspan.ingest.IngestBatch;
import dev.tailspan.ingest.IngestSettings;
import dev.tailspan.ingest.PolicyFileRedaction;
import dev.tailspan.local.lambda.FunctionError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongFunction;

/** Lambda: processes that are started, used again and killed, around the production handlers. */
final class Functions {
  private static final byte[] SCHEDULED = "{}".getBytes(StandardCharsets.UTF_8);
  private static final int FINALIZE_CONCURRENCY = 2;
  private static final long MAX_SKEW_MILLIS = 5 * 60_000;

  /** One that stages and one that decides. */
  static final long CLOCKS_DIFFER_MILLIS = 2 * MAX_SKEW_MILLIS;

  /** The last request a function is killed at: most invocations have fewer. */
  private static final int INGEST_REQUESTS = 8;

  private static final int FINALIZE_REQUESTS = 80;

  private final Scenario scenario;
  private final World world;
  private final Weather weather;
  private final Tally tally;
  private final Cloud cloud;
  private final Dice dice;
  private final Deque<RequestStreamHandler> idleIngest = new ArrayDeque<>();
  private final Deque<RequestStreamHandler> idleFinalize = new ArrayDeque<>();
  private Runnable afterFailure = () -> {};
  private int finalizing;

  Functions(Scenario scenario, World world, Weather weather, Tally tally, Cloud cloud) {
    this.scenario = scenario;
    this.world = world;
    this.weather = weather;
    this.tally = tally;
    this.cloud = cloud;
    this.dice = new Dice(scenario.seed(), "functions");
  }

  /** To look at what an invocation of finalize has left that did not come to its end. */
  void afterFailedFinalize(Runnable look) {
    afterFailure = look;
  }

  /** As the mapping calls it. */
  byte[] ingest(byte[] event) {
    byte[] answer = invoke(idleIngest, this::ingestHandler, 60_000, INGEST_REQUESTS, event);
    if (weather.happens(FaultKind.REDELIVERY, 0.1)) {
      throw new FunctionError(FunctionError.EXITED, "the answer was lost");
    }
    return answer;
  }

  /** As the schedule calls it; what fails is left to the next time. */
  void finalizeScheduled() {
    finalizeWith(SCHEDULED);
  }

  private void finalizeWith(byte[] event) {
    if (finalizing == FINALIZE_CONCURRENCY) {
      return;
    }
    finalizing++;
    try {
      invoke(idleFinalize, this::finalizeHandler, 300_000, FINALIZE_REQUESTS, event);
    } catch (FunctionError e) {
      if (weather.isOver()) {
        tally.wrong(Tally.Wrong.STUCK, "finalize failed without a fault: " + e.getMessage());
      }
      afterFailure.run();
    } finally {
      finalizing--;
    }
  }

  private byte[] invoke(
      Deque<RequestStreamHandler> idle,
      LongFunction<RequestStreamHandler> start,
      long timeoutMillis,
      int lastRequestToKillAt,
      byte[] event) {
    boolean cold = weather.happens(FaultKind.COLD_START, 0.2) || idle.isEmpty();
    RequestStreamHandler handler = cold ? start.apply(skew()) : idle.pop();
    boolean shortTime = !weather.isOver() && scenario.has(FaultKind.TIME_OUT) && dice.chance(0.2);
    int killedAt = weather.happens(FaultKind.KILL, 0.25) ? dice.between(1, lastRequestToKillAt) : 0;
    Invocation invocation =
        new Invocation(
            world,
            world.now() + (shortTime ? dice.between(50, 2_000) : timeoutMillis),
            killedAt,
            dice.chance(0.5));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    weather.enter(invocation);
    try {
      handler.handleRequest(new ByteArrayInputStream(event), answer, invocation);
    } catch (Killed e) {
      throw new FunctionError(FunctionError.EXITED, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      idle.push(handler);
      throw new FunctionError(e.getClass().getName(), String.valueOf(e.getMessage()));
    } finally {
      weather.leave();
    }
    idle.push(handler);
    return answer.toByteArray();
  }

  private long skew() {
    return weather.happens(FaultKind.FUNCTION_CLOCK_SKEW, 0.5)
        ? dice.between(-MAX_SKEW_MILLIS, MAX_SKEW_MILLIS)
        : 0;
  }

  private RequestStreamHandler ingestHandler(long skewMillis) {
    Cloud.Stores stores = cloud.stores(skewMillis, dice.number());
    PolicyFileRedaction redaction =
        new PolicyFileRedaction(
            stores.policies(), stores.dynamoDb.decisions(), scenario.buckets(), new byte[0]);
    return new IngestHandler(
        Invocations.untraced("ingest"),
        new IngestBatch(
            stores.dynamoDb.staging(),
            stores.watermarks(),
            stores.quarantine(),
            stores.meter,
            new IngestSettings(
                scenario.layout(),
                Scenario.LIMITS,
                BlockSizes.DEFAULT,
                Scenario.SLACK_MILLIS,
                scenario.stagingTtlSeconds()),
            redaction),
        redaction::trouble,
        Optional.empty(),
        stores.nowMillis);
  }

  private RequestStreamHandler finalizeHandler(long skewMillis) {
    Cloud.Stores stores = cloud.stores(skewMillis, dice.number());
    boolean fansOut = scenario.has(FaultKind.FAN_OUT);
    return new FinalizeHandler(
        Invocations.untraced("finalize"),
        new FinalizeTraces(
            new FinalizeStores(
                stores.dynamoDb.staging(),
                stores.watermarks(),
                stores.dynamoDb.decisions(),
                stores.dynamoDb.stats(),
                stores.dynamoDb.index(),
                stores.archive(),
                stores.meter),
            stores.policies(),
            scenario.deciding()),
        new LowWatermark(
            stores.stream(),
            stores.watermarks(),
            Scenario.SLACK_MILLIS,
            scenario.maxRecordAgeMillis(),
            scenario.stepSlices() * Scenario.SLICE_MILLIS),
        scenario.buckets(),
        fansOut ? 2 : 1,
        (arn, share) -> {
          tally.happened(FaultKind.FAN_OUT);
          byte[] event = share.toJson();
          world.in(dice.between(1, 500), () -> finalizeWith(event));
        },
        Optional.empty(),
        stores.nowMillis);
  }
}
