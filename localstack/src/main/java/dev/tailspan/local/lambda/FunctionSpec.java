package dev.tailspan.local.lambda;

import dev.tailspan.emulators.EmulatorJars;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A function and how it is run. Start from {@link #quarkus} and change with the {@code with}
 * methods.
 *
 * @param name as in AWS
 * @param code the zip, or a directory with what it holds (classes, {@code lib/*.jar})
 * @param handler as in AWS, {@code class::method}
 * @param environment its variables, on top of those Lambda sets
 * @param heapMegabytes bound of the Java heap; the memory size it is told is twice that
 * @param timeout of an invocation; the start of a process is not counted in
 * @param environments how many invocations may run at once
 * @param directory where the zip is unpacked ({@code functions/<name>}) and the log is written
 *     ({@code logs/<name>.log})
 * @param runtimeClassPath the jars of the runtime interface client
 * @param region in AWS_REGION and ARNs
 * @param jvmOptions on top of those that Lambda's runtime has by default, which they win over
 */
public record FunctionSpec(
    String name,
    Path code,
    String handler,
    Map<String, String> environment,
    int heapMegabytes,
    Duration timeout,
    int environments,
    Path directory,
    String runtimeClassPath,
    String region,
    List<String> jvmOptions) {
  public FunctionSpec {
    environment = Map.copyOf(environment);
    jvmOptions = List.copyOf(jvmOptions);
    if (environments < 1 || heapMegabytes < 16 || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "%s: environments %d, heap %d MB and timeout %s must be at least 1, 16 and more than zero"
              .formatted(name, environments, heapMegabytes, timeout));
    }
  }

  /** A function.zip of Quarkus: 192 MB heap, 60 s, one environment, us-east-1. */
  public static FunctionSpec quarkus(
      String name, Path code, Path directory, Map<String, String> environment) {
    return new FunctionSpec(
        name,
        code,
        "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest",
        environment,
        192,
        Duration.ofSeconds(60),
        1,
        directory,
        EmulatorJars.runtimeInterfaceClient(),
        "us-east-1",
        List.of());
  }

  public FunctionSpec withHandler(String wanted) {
    return copy(wanted, heapMegabytes, timeout, environments, region, jvmOptions);
  }

  public FunctionSpec withHeapMegabytes(int wanted) {
    return copy(handler, wanted, timeout, environments, region, jvmOptions);
  }

  public FunctionSpec withTimeout(Duration wanted) {
    return copy(handler, heapMegabytes, wanted, environments, region, jvmOptions);
  }

  public FunctionSpec withEnvironments(int wanted) {
    return copy(handler, heapMegabytes, timeout, wanted, region, jvmOptions);
  }

  public FunctionSpec withRegion(String wanted) {
    return copy(handler, heapMegabytes, timeout, environments, wanted, jvmOptions);
  }

  public FunctionSpec withJvmOptions(String... wanted) {
    return copy(handler, heapMegabytes, timeout, environments, region, List.of(wanted));
  }

  private FunctionSpec copy(
      String handlerOf,
      int heap,
      Duration longest,
      int atOnce,
      String regionOf,
      List<String> options) {
    return new FunctionSpec(
        name,
        code,
        handlerOf,
        environment,
        heap,
        longest,
        atOnce,
        directory,
        runtimeClassPath,
        regionOf,
        options);
  }

  public String arn() {
    return "arn:aws:lambda:%s:000000000000:function:%s".formatted(region, name);
  }

  public Path logFile() {
    return directory.resolve("logs").resolve(name + ".log");
  }
}
