package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailspan.policy.PolicyReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The whole stack as {@code ./tailspan up} starts it, on free ports, under policies of a test. */
final class RunningStack implements AutoCloseable {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final LocalStack stack;
  final TraceApi api;
  final KinesisClient kinesis;
  private final Path logs;

  private RunningStack(LocalStack stack, Path logs) {
    this.stack = stack;
    this.logs = logs;
    this.api = new TraceApi(stack.endpoints().query(), PATIENCE);
    this.kinesis = stack.kinesisClient();
  }

  /** Errors, slow and marked traces are kept, each with certainty, and nothing else. */
  static String policies(int quietSeconds) {
    return """
        tail_sampling:
          decision_wait: %ds
          policies:
            - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
            - {name: slow, type: latency, latency: {threshold_ms: 1000}}
            - {name: marked, type: debug}
        """
        .formatted(quietSeconds);
  }

  /** Skips the test where only this module is built. */
  static void assumeBuilt() {
    for (FunctionName function : FunctionName.values()) {
      String name = function.name().toLowerCase(Locale.ROOT);
      Path zip = ROOT.resolve(Path.of("functions", name, "target", "function.zip"));
      assumeTrue(Files.isRegularFile(zip), zip + " is not built: './mvnw verify' builds it");
    }
  }

  static RunningStack start(Path data, String policies) throws InterruptedException {
    return start(data, policies, PolicyReading.DEFAULT);
  }

  static RunningStack start(Path data, String policies, PolicyReading reading)
      throws InterruptedException {
    return start(
        StackSettings.in(ROOT, data)
            .withPolicy(Optional.of(policies.getBytes(StandardCharsets.UTF_8)), reading));
  }

  /** With functions that trace themselves, each invocation. */
  static RunningStack startTracingItself(Path data, String policies) throws InterruptedException {
    return start(
        StackSettings.in(ROOT, data)
            .withPolicy(
                Optional.of(policies.getBytes(StandardCharsets.UTF_8)), PolicyReading.DEFAULT)
            .withSelfTracing(1));
  }

  /** With the policies that the data has. */
  static RunningStack startAgain(Path data) throws InterruptedException {
    return start(StackSettings.in(ROOT, data));
  }

  private static RunningStack start(StackSettings settings) throws InterruptedException {
    assumeBuilt();
    return new RunningStack(
        LocalStack.start(settings, Progress.SILENT), settings.data().resolve("logs"));
  }

  /** Fails when a function missed a class: its zip has only those that it can reach. */
  @Override
  public void close() {
    kinesis.close();
    stack.close();
    for (FunctionName function : FunctionName.values()) {
      assertThat(logs.resolve(function.word() + ".log"))
          .content()
          .doesNotContain(
              "NoClassDefFoundError",
              "ClassNotFoundException",
              "NoSuchMethodError",
              "UnsatisfiedLinkError");
    }
  }
}
