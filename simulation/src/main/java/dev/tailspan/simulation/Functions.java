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
final class Functions implements AutoCloseable {
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
  private final Deque<Process> idleIngest = new ArrayDeque<>();
  private final Deque<Process> idleFinalize = new ArrayDeque<>();
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

  /** One that can be used again until it is killed, and what it holds beyond the heap. */
  private record Process(RequestStreamHandler handler, Runnable end) {}

  /** To look at what an invocation of finalize has left that did not come to its end. */
  void afterFailedFinalize(Runnable look) {
    afterFailure = look;
  }

  /** As the mapping calls it. */
  byte[] ingest(byte[] event) {
    byte[] answer = invoke(idleIngest, this::ingestProcess, 60_000, INGEST_REQUESTS, event);
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
    boolean mayFail = !weather.isOver(); // it can be under way when the weather clears up
    try {
      invoke(idleFinalize, this::finalizeProcess, 300_000, FINALIZE_REQUESTS, event);
    } catch (FunctionError e) {
      if (!mayFail) {
        tally.wrong(Tally.Wrong.STUCK, "finalize failed without a fault: " + e.getMessage());
      }
      afterFailure.run();
    } finally {
      finalizing--;
    }
  }

  private byte[] invoke(
      Deque<Process> idle,
      LongFunction<Process> start,
      long timeoutMillis,
      int lastRequestToKillAt,
      byte[] event) {
    boolean cold = weather.happens(FaultKind.COLD_START, 0.2) || idle.isEmpty();
    Process process = cold ? start.apply(skew()) : idle.pop();
    boolean shortTime = !weather.isOver() && scenario.has(FaultKind.TIME_OUT) && dice.chance(0.2);
    int killedAt = weather.happens(FaultKind.KILL, 0.25) ? dice.between(1, lastRequestToKillAt) : 0;
    Invocation invocation =
        new Invocation(
            world,
            world.now() + (shortTime ? dice.between(50, 2_000) : timeoutMillis),
            killedAt,
            dice.chance(0.5));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    boolean lives = false;
    weather.enter(invocation);
    try {
      process.handler().handleRequest(new ByteArrayInputStream(event), answer, invocation);
      lives = true;
    } catch (Killed e) {
      throw new FunctionError(FunctionError.EXITED, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      lives = true;
      throw new FunctionError(e.getClass().getName(), String.valueOf(e.getMessage()));
    } finally {
      weather.leave();
      if (lives) {
        idle.push(process);
      } else {
        process.end().run();
      }
    }
    return answer.toByteArray();
  }

  private long skew() {
    return weather.happens(FaultKind.FUNCTION_CLOCK_SKEW, 0.5)
        ? dice.between(-MAX_SKEW_MILLIS, MAX_SKEW_MILLIS)
        : 0;
  }

  private Process ingestProcess(long skewMillis) {
    Cloud.Stores stores = cloud.stores(skewMillis, dice.number());
    PolicyFileRedaction redaction =
        new PolicyFileRedaction(
            stores.policies(), stores.dynamoDb.decisions(), scenario.buckets(), new byte[0]);
    IngestBatch batch =
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
            redaction);
    return new Process(
        new IngestHandler(
            Invocations.untraced("ingest"),
            batch,
            redaction::trouble,
            Optional.empty(),
            stores.nowMillis),
        batch::close);
  }

  private Process finalizeProcess(long skewMillis) {
    Cloud.Stores stores = cloud.stores(skewMillis, dice.number());
    FinalizeTraces traces =
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
            scenario.deciding());
    return new Process(
        new FinalizeHandler(
            Invocations.untraced("finalize"),
            traces,
            new LowWatermark(
                stores.stream(),
                stores.watermarks(),
                Scenario.SLACK_MILLIS,
                scenario.maxRecordAgeMillis(),
                scenario.stepSlices() * Scenario.SLICE_MILLIS),
            scenario.buckets(),
            scenario.has(FaultKind.FAN_OUT) ? 2 : 1,
            (arn, share) -> {
              tally.happened(FaultKind.FAN_OUT);
              byte[] event = share.toJson();
              world.in(dice.between(1, 500), () -> finalizeWith(event));
            },
            Optional.empty(),
            stores.nowMillis),
        traces::close);
  }

  /** Ends all processes. */
  @Override
  public void close() {
    idleIngest.forEach(process -> process.end().run());
    idleFinalize.forEach(process -> process.end().run());
  }
}
