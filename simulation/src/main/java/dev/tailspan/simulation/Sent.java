package dev.tailspan.simulation;

import dev.tailspan.block.Layout;
import dev.tailspan.model.Span;
import java.math.BigInteger;
import java.util.List;

/** A record that the stream has accepted, and what is known of it. */
final class Sent {
  private final String shardId;
  private final BigInteger sequenceNumber;
  private final long arrivalMillis;
  private final List<Span> spans;
  private final boolean whole;
  private boolean givenUp;
  private boolean expired;
  private boolean durable;

  /**
   * @param spans those that are well
   * @param whole whether all of its spans are well: it is not to be quarantined
   */
  Sent(String shardId, String sequenceNumber, long arrivalMillis, List<Span> spans, boolean whole) {
    this.shardId = shardId;
    this.sequenceNumber = new BigInteger(sequenceNumber);
    this.arrivalMillis = arrivalMillis;
    this.spans = spans;
    this.whole = whole;
  }

  boolean isIn(String shard, BigInteger from, BigInteger to) {
    return shardId.equals(shard)
        && sequenceNumber.compareTo(from) >= 0
        && sequenceNumber.compareTo(to) <= 0;
  }

  /** Whether it holds a span of a bucket. */
  boolean isOf(Layout layout, int bucket) {
    return spans.stream().anyMatch(span -> layout.bucket(span.traceId()) == bucket);
  }

  String shardId() {
    return shardId;
  }

  String sequenceNumber() {
    return sequenceNumber.toString();
  }

  long arrivalMillis() {
    return arrivalMillis;
  }

  List<Span> spans() {
    return spans;
  }

  boolean isWhole() {
    return whole;
  }

  /** The mapping has handed it to the failure destination. */
  void giveUp() {
    givenUp = true;
  }

  boolean isGivenUp() {
    return givenUp;
  }

  /** It may have outlived its time in staging before its traces were decided. */
  void expire() {
    expired = true;
  }

  boolean mayHaveExpired() {
    return expired;
  }

  /** Whether it must come to something: not given up, and not expired in an outage. */
  boolean isSure() {
    return !givenUp && !expired;
  }

  /** All of its spans were seen in staging. */
  void seenStaged() {
    durable = true;
  }

  boolean isDurable() {
    return durable;
  }

  @Override
  public String toString() {
    return "record " + sequenceNumber + " of " + shardId;
  }
}
