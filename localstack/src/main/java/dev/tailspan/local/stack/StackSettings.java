package dev.tailspan.local.stack;

import dev.tailspan.policy.PolicyReading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a stack is set up. Start from {@link #in} and change with the {@code with} methods.
 *
 * @param root the checkout, with the zips of the functions built
 * @param data where everything is kept; a stack started on it again goes on where it was
 * @param otlpPort of the OTLP receiver, 0 for any free one
 * @param queryPort of the query API, 0 for any free one
 * @param knownPorts whether the AWS endpoints should have the ports people know, where those are
 *     free
 * @param shards of the stream, where it is new
 * @param quiet how long a trace waits for further spans where the policy file does not say
 * @param step how often a bucket is decided, in whole seconds
 * @param policy the policy file to put in force; where there is none, what the data has, be it the
 *     defaults
 * @param reading how the policy file is read
 * @param selfTracing share of the functions' invocations that are traced, 0 for none
 * @param faults whether S3 can be made to fail, which takes a proxy in front of it
 */
public record StackSettings(
    Path root,
    Path data,
    int otlpPort,
    int queryPort,
    boolean knownPorts,
    int shards,
    Duration quiet,
    Duration step,
    Optional<byte[]> policy,
    PolicyReading reading,
    double selfTracing,
    boolean faults) {
  /** Any free ports, four shards, three seconds, the default policies. */
  public static StackSettings in(Path root, Path data) {
    return new StackSettings(
        root,
        data,
        0,
        0,
        false,
        4,
        Duration.ofSeconds(3),
        Duration.ofSeconds(1),
        Optional.empty(),
        PolicyReading.DEFAULT,
        0,
        false);
  }

  /** As {@code ./tailspan up} has them. */
  public StackSettings withPorts(int otlp, int query) {
    return new StackSettings(
        root, data, otlp, query, true, shards, quiet, step, policy, reading, selfTracing, faults);
  }

  /** With a policy file, if one is given, and how it is read. */
  public StackSettings withPolicy(Optional<byte[]> wanted, PolicyReading read) {
    return copy(step, wanted, read, selfTracing, faults);
  }

  /** With functions that trace themselves. */
  public StackSettings withSelfTracing(double share) {
    return copy(step, policy, reading, share, faults);
  }

  /** With other steps than of a second. */
  public StackSettings withStep(Duration wanted) {
    return copy(wanted, policy, reading, selfTracing, faults);
  }

  /** With all that {@link StackFaults} can do. */
  public StackSettings withFaults() {
    return copy(step, policy, reading, selfTracing, true);
  }

  private StackSettings copy(
      Duration stepOf,
      Optional<byte[]> policyOf,
      PolicyReading readingOf,
      double share,
      boolean withFaults) {
    return new StackSettings(
        root,
        data,
        otlpPort,
        queryPort,
        knownPorts,
        shards,
        quiet,
        stepOf,
        policyOf,
        readingOf,
        share,
        withFaults);
  }
}
