package dev.tailspan.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.local.lambda.FunctionError;
import dev.tailspan.local.mapping.Checkpoints;
import dev.tailspan.local.mapping.EventSourceMapping;
import dev.tailspan.local.mapping.MappingSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The event source mapping: the local stack's, step by step under the world's clock. */
final class Mapping {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofSeconds(2);

  private final Scenario scenario;
  private final World world;
  private final Weather weather;
  private final Tally tally;
  private final Cloud cloud;
  private final Functions functions;
  private final Oracle oracle;
  private final Dice dice;
  private final MappingSettings settings;
  private final Checkpoints checkpoints = Checkpoints.inMemory();
  private final Map<String, Integer> generations = new HashMap<>();
  private final Set<String> retrying = new HashSet<>();
  private EventSourceMapping mapping;
  private final ThreadLocal<String> stepping = new ThreadLocal<>();
  private int underWay;

  Mapping(
      Scenario scenario,
      World world,
      Weather weather,
      Tally tally,
      Cloud cloud,
      Functions functions,
      Oracle oracle) {
    this.scenario = scenario;
    this.world = world;
    this.weather = weather;
    this.tally = tally;
    this.cloud = cloud;
    this.functions = functions;
    this.oracle = oracle;
    this.dice = new Dice(scenario.seed(), "mapping");
    this.settings =
        MappingSettings.defaults(Invocation.ARN)
            .withBatchSize(scenario.batchSize())
            .withBatchingWindow(Duration.ofSeconds(scenario.windowSeconds()))
            .withRetries(true, -1, Duration.ofMillis(scenario.maxRecordAgeMillis()))
            .withPace(POLL, Duration.ofMillis(500), Duration.ofSeconds(20));
    this.mapping = newMapping();
  }

  private EventSourceMapping newMapping() {
    return new EventSourceMapping(
        settings,
        cloud.streams.reader(Cloud.STREAM),
        checkpoints,
        this::invoke,
        (key, json) -> giveUp(json),
        cloud.clock());
  }

  private byte[] invoke(byte[] event) {
    try {
      return functions.ingest(event);
    } catch (FunctionError e) {
      retrying.add(stepping.get());
      throw e;
    }
  }

  private void giveUp(byte[] json) throws IOException {
    JsonNode batch = JSON.readTree(json).path("KinesisBatchInfo");
    oracle.givenUp(
        batch.path("shardId").asText(),
        batch.path("startSequenceNumber").asText(),
        batch.path("endSequenceNumber").asText());
  }

  /** Begins, and goes on for as long as the world does. */
  void start() {
    EventSourceMapping current = mapping;
    for (String shard : current.takeUpShards()) {
      int generation = generations.merge(shard, 1, Integer::sum);
      world.in(dice.between(0, 1_000), () -> step(shard, generation));
    }
    world.in(POLL.toMillis(), this::start);
  }

  private void step(String shard, int generation) {
    if (generation != generations.getOrDefault(shard, 0)) {
      return; // of a mapping that is no more
    }
    boolean again = retrying.remove(shard);
    if (weather.happens(FaultKind.SHARD_STALL, again ? 0.3 : 0.002)) {
      world.in(dice.between(60_000, Scenario.LONGEST_STALL_MILLIS), () -> step(shard, generation));
      return;
    }
    underWay++;
    stepping.set(shard);
    try {
      mapping
          .step(shard)
          .ifPresent(wait -> world.in(Math.max(1, wait.toMillis()), () -> step(shard, generation)));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts", e);
    } finally {
      underWay--;
    }
  }

  /** Forgets all but the checkpoints, as soon as no invocation is under way: it would go on. */
  void restart() {
    if (underWay > 0) {
      world.in(100, this::restart);
      return;
    }
    tally.happened(FaultKind.MAPPING_RESTART);
    generations.replaceAll((shard, generation) -> generation + 1);
    mapping = newMapping();
  }

  boolean isCaughtUp() {
    return mapping.caughtUp();
  }
}
