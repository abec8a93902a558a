package dev.tailspan.functions.self;

import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.HeadSampling;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.Backoff;
import dev.tailspan.stores.kinesis.KinesisRecordSink;
import dev.tailspan.stores.kinesis.KinesisStreams;
import dev.tailspan.wire.OtlpProto;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Which invocations are traced, and where their traces go: one record each, put in one attempt.
 *
 * @param share of the invocations that nobody else's trace decides about; 0: none at all
 * @param sink puts a record on the stream and says why it did not
 */
record OwnTraces(double share, Function<byte[], Optional<String>> sink) {
  static final OwnTraces OFF = new OwnTraces(0, record -> Optional.empty());

  /**
   * As {@code TAILSPAN_SELF_TRACING} says, a share from 0 to 1; nothing is connected where it is
   * not set or 0.
   *
   * @throws IllegalArgumentException naming the variable that is wrong
   */
  static OwnTraces from(Map<String, String> environment) {
    double share = share(environment.getOrDefault(Invocations.SELF_TRACING, ""));
    if (share == 0) {
      return OFF;
    }
    RandomGenerator random = new SecureRandom(); // after a SnapStart restore, another sequence
    KinesisRecordSink sink =
        KinesisStreams.connectAtOnce(
                AwsConnection.fromEnvironment(environment),
                environment.getOrDefault("TAILSPAN_STREAM", ""))
            .ownSink(random, Backoff.of(random, new Backoff.Bounds(1, 1, 0)));
    return new OwnTraces(
        share, record -> sink.put(List.of(record)).stream().findFirst().map(f -> f.reason()));
  }

  private static double share(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      double share = Double.parseDouble(text);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        Invocations.SELF_TRACING + " must be a share from 0 to 1, but is '" + text + "'");
  }

  boolean off() {
    return share == 0;
  }

  /** The tracestate with which a trace of ours begins; empty where it does not. */
  Optional<String> begin(TraceId id) {
    return off() ? Optional.empty() : HeadSampling.traceState(id, share);
  }

  /** Publishes; says why it could not. */
  Optional<String> publish(List<Span> spans) {
    try {
      return sink.apply(OtlpProto.encode(spans));
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e));
    }
  }
}
