package dev.tailspan.simulation;

import dev.tailspan.local.kinesis.InProcessStreams;
import dev.tailspan.local.kinesis.ShardReader.ShardView;
import dev.tailspan.simulation.Tally.Wrong;
import dev.tailspan.simulation.Traffic.Packet;
import dev.tailspan.simulation.cloud.Network.Service;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One run: traffic, faults, and then calm weather until all is decided. */
final class Simulation {
  private static final long MINUTE = 60_000;
  private static final long LONGEST_RUN_MILLIS = 6 * 60 * MINUTE;
  private static final int LOOKUPS = 16;

  private final Scenario scenario;
  private final Tally tally = new Tally();
  private final World world = new World();
  private final Weather weather;
  private final Cloud cloud;
  private final Functions functions;
  private final Oracle oracle;
  private final Mapping mapping;
  private final Dice dice;
  private long noScheduleBefore;

  private Simulation(Scenario scenario, boolean parquet) {
    this.scenario = scenario;
    this.dice = new Dice(scenario.seed(), "events");
    this.weather = new Weather(scenario, world, tally);
    this.cloud = new Cloud(scenario, world, weather, parquet);
    this.functions = new Functions(scenario, world, weather, tally, cloud);
    this.oracle = new Oracle(scenario, world, cloud, tally);
    this.mapping = new Mapping(scenario, world, weather, tally, cloud, functions, oracle);
  }

  /** What a run comes to, and what it has archived. */
  record Result(Tally tally, Map<String, Integer> archive) {}

  /** Runs a scenario over an archive of Parquet or, faster, of plain OTLP. */
  static Result run(Scenario scenario, boolean parquet) {
    Simulation simulation = new Simulation(scenario, parquet);
    try {
      simulation.run();
    } finally {
      simulation.world.close();
      simulation.functions.close();
      simulation.oracle.close();
      simulation.cloud.streams.close();
    }
    Map<String, Integer> archive = new HashMap<>();
    simulation
        .cloud
        .buckets
        .contents(Cloud.ARCHIVE)
        .forEach((key, bytes) -> archive.put(key, Arrays.hashCode(bytes)));
    return new Result(simulation.tally, archive);
  }

  private void run() {
    weather.afterPutItem(oracle::watchCursors);
    functions.afterFailedFinalize(oracle::lookUpWhatIsIndexed);
    List<Packet> packets = new Traffic(scenario, world, tally).packets();
    packets.forEach(packet -> world.at(packet.atMillis(), () -> put(packet)));
    long lastPacket = packets.stream().mapToLong(Packet::atMillis).max().orElse(World.START_MILLIS);
    long stormy = lastPacket + dice.between(0, 10) * MINUTE;
    plan(stormy);
    long calm = Math.max(stormy, longOutage(stormy));
    mapping.start();
    world.in(MINUTE, this::tick);
    world.passUntil(calm);
    weather.clearUp();
    noScheduleBefore = 0;
    settle();
    oracle.judge();
    tally.ran(oracle.traces(), oracle.records(), oracle.spans());
  }

  private void put(Packet packet) {
    long arrival = world.now() - packet.stepBackMillis();
    InProcessStreams.Put put =
        cloud.streams.put(Cloud.STREAM, packet.partitionKey(), packet.data(), arrival);
    oracle.accepted(packet, put, arrival);
  }

  /** What happens by itself until the weather is calm. */
  private void plan(long calm) {
    for (int i = 0; i < LOOKUPS; i++) {
      world.at(someTime(calm), () -> oracle.lookUpOne(dice));
    }
    if (scenario.has(FaultKind.RESHARD)) {
      for (int i = dice.between(1, 3); i > 0; i--) {
        world.at(someTime(calm), this::reshard);
      }
    }
    if (scenario.has(FaultKind.OUTAGE)) {
      Service service = dice.chance(0.5) ? Service.S3 : Service.DYNAMODB;
      long from = someTime(calm);
      world.at(from, () -> weather.outage(service, from + dice.between(1, 10) * MINUTE));
    }
    if (scenario.has(FaultKind.MAPPING_RESTART)) {
      for (int i = dice.between(1, 4); i > 0; i--) {
        world.at(someTime(calm), mapping::restart);
      }
    }
    if (scenario.has(FaultKind.MISSED_SCHEDULE)) {
      long from = someTime(calm);
      world.at(
          from,
          () -> {
            tally.happened(FaultKind.MISSED_SCHEDULE);
            noScheduleBefore =
                Math.max(noScheduleBefore, world.now() + dice.between(2, 60) * MINUTE);
          });
    }
    if (!scenario.has(FaultKind.LATE_TTL)) {
      world.in(10 * MINUTE, this::deleteExpired);
    } else {
      tally.happened(FaultKind.LATE_TTL);
    }
  }

  /** Returns when it is over. */
  private long longOutage(long before) {
    if (!scenario.has(FaultKind.LONG_OUTAGE)) {
      return before;
    }
    tally.happened(FaultKind.LONG_OUTAGE);
    long from = someTime(before);
    long until = from + scenario.stagingTtlSeconds() * 1000 + dice.between(0, 20) * MINUTE;
    world.at(from, () -> noScheduleBefore = until);
    return until;
  }

  private long someTime(long before) {
    return dice.between(World.START_MILLIS, Math.max(World.START_MILLIS, before - MINUTE));
  }

  private void deleteExpired() {
    cloud.tables.deleteExpired(world.now() / 1000);
    world.in(10 * MINUTE, this::deleteExpired);
  }

  private void tick() {
    world.at((world.now() / MINUTE + 1) * MINUTE, this::tick);
    if (world.now() >= noScheduleBefore) {
      if (weather.happens(FaultKind.DOUBLED_SCHEDULE, 0.3)) {
        world.in(dice.between(0, 300), functions::finalizeScheduled);
      }
      functions.finalizeScheduled();
    }
  }

  private void reshard() {
    List<ShardView> open =
        cloud.streams.reader(Cloud.STREAM).shards().stream().filter(s -> !s.closed()).toList();
    tally.happened(FaultKind.RESHARD);
    if (open.size() > 1 && dice.chance(0.5)) {
      for (ShardView lower : open) {
        for (ShardView upper : open) {
          if (cloud.streams.areAdjacent(Cloud.STREAM, lower.shardId(), upper.shardId())) {
            cloud.streams.merge(Cloud.STREAM, lower.shardId(), upper.shardId());
            return;
          }
        }
      }
    }
    cloud.streams.split(Cloud.STREAM, dice.oneOf(open).shardId());
  }

  /** Until everything that arrived must have been decided. */
  private void settle() {
    long deadline = world.now() + LONGEST_RUN_MILLIS;
    while (!mapping.isCaughtUp()) {
      if (world.now() > deadline) {
        tally.wrong(Wrong.STUCK, "the mapping does not catch up");
        return;
      }
      world.pass(MINUTE);
    }
    if (scenario.has(FaultKind.GIVEN_UP)) {
      // Nobody reads a record again that was given up, so its shard counts as unread for so long.
      world.pass(scenario.maxRecordAgeMillis());
    }
    long slices = scenario.maxAgeSlices() + scenario.quietSlices() + 2L * scenario.stepSlices();
    world.pass(slices * Scenario.SLICE_MILLIS + 4 * MINUTE);
  }
}
