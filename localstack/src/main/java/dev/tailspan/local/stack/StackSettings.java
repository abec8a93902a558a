package dev.tailspan.local.stack;

import dev.tailspan.policy.PolicyFile;
import java.nio.file.Path;
import java.time.Duration;

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
 * @param policy the policy file, where the data has none yet
 */
public record StackSettings(
    Path root,
    Path data,
    int otlpPort,
    int queryPort,
    boolean knownPorts,
    int shards,
    Duration quiet,
    byte[] policy) {
  /** Any free ports, four shards, three seconds, the default policies. */
  public static StackSettings in(Path root, Path data) {
    return new StackSettings(
        root, data, 0, 0, false, 4, Duration.ofSeconds(3), PolicyFile.defaultYaml());
  }

  /** As {@code ./tailspan up} has them. */
  public StackSettings withPorts(int otlp, int query) {
    return new StackSettings(root, data, otlp, query, true, shards, quiet, policy);
  }

  public StackSettings withPolicy(byte[] wanted) {
    return new StackSettings(root, data, otlpPort, queryPort, knownPorts, shards, quiet, wanted);
  }
}
