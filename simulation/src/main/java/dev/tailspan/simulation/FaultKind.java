package dev.tailspan.simulation;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What can go wrong. A scenario has some of them, and the report counts how often each happened.
 */
public enum FaultKind {
  /** A record that cannot be decoded, or of which some spans cannot. */
  POISON_RECORD(true),
  /** A record whose block is too large for an item, or with a span beyond the limit. */
  OVERSIZE_RECORD(true),
  /** A decompression bomb, nesting without end, broken texts, times and parents. */
  HOSTILE_RECORD(true),
  /** A publisher sends a record again that was accepted. */
  PUBLISHER_RETRY(true),
  /** Two spans with the same id and different content. */
  CONFLICTING_SPANS(true),
  /** A trace's records arrive in any order, on any shard. */
  OUT_OF_ORDER(true),
  /** Spans that come minutes after their trace was decided, some with the only error. */
  LATE_SPANS(true),
  /** A trace with more spans than are looked at. */
  HOT_TRACE(true),
  /** A trace that never falls quiet. */
  NEVER_QUIET(true),
  /** All records have one partition key. */
  HOT_SHARD(true),
  /** Publishers' clocks are up to a day off. */
  PUBLISHER_CLOCK_SKEW(true),
  /** Arrival times step back within a shard. */
  ARRIVAL_STEPS_BACK(true),
  /** Shards are split and merged. */
  RESHARD(true),
  /** The mapping does not learn that a function succeeded. */
  REDELIVERY(false),
  /** The mapping forgets what it has read and begins again where it had checkpointed. */
  MAPPING_RESTART(false),
  /** The poller of a shard stands still for up to half an hour. */
  SHARD_STALL(false),
  /** A record is given up before it could be ingested. */
  GIVEN_UP(false),
  /** DynamoDB or Kinesis answers that more is asked than it gives. */
  THROTTLING(false),
  /** DynamoDB leaves items of a batch unprocessed. */
  UNPROCESSED_ITEMS(false),
  /** A service answers that it has failed, and nothing has happened. */
  SERVICE_ERROR(false),
  /** A request has its effect, and its answer does not arrive. */
  LOST_ANSWER(false),
  /** A request takes up to half a minute. */
  SLOW_ANSWER(false),
  /** S3 or DynamoDB answers nothing but errors for minutes. */
  OUTAGE(false),
  /** Items are still there long after they have expired. */
  LATE_TTL(false),
  /** Kinesis answers without records though there are some ahead. */
  EMPTY_ANSWER(false),
  /** A function is killed before or after any request. */
  KILL(false),
  /** What a killed function has asked for last is done up to a minute later. */
  LATE_EFFECT(false),
  /** A function's time is up. */
  TIME_OUT(false),
  /** A function starts anew though another one is there. */
  COLD_START(false),
  /** Functions' clocks are up to five minutes off. */
  FUNCTION_CLOCK_SKEW(false),
  /** The schedule does not fire, up to an hour long. */
  MISSED_SCHEDULE(false),
  /** The schedule does not fire for longer than staged blocks live. */
  LONG_OUTAGE(false),
  /** The schedule fires twice, and two finalizers run at once. */
  DOUBLED_SCHEDULE(false),
  /** Buckets are shared out among several invocations. */
  FAN_OUT(false);

  private final boolean ofTraffic;

  /**
   * @param ofTraffic whether it changes what is sent or when it arrives; all others must not change
   *     what comes of it
   */
  FaultKind(boolean ofTraffic) {
    this.ofTraffic = ofTraffic;
  }

  boolean ofTraffic() {
    return ofTraffic;
  }

  /** Those that only change what is sent. */
  static Set<FaultKind> ofTrafficIn(Set<FaultKind> kinds) {
    EnumSet<FaultKind> some = EnumSet.noneOf(FaultKind.class);
    kinds.stream().filter(FaultKind::ofTraffic).forEach(some::add);
    return some;
  }

  /** As the report says it. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
