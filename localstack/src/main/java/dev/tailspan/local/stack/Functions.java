package dev.tailspan.local.stack;

import dev.tailspan.local.lambda.FunctionSpec;
import dev.tailspan.local.lambda.LocalFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The functions from their zips, each in a process of its own under Lambda's runtime client. */
final class Functions implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long PAUSE_MILLIS = 50;
  private static final int LOG_LINES = 20;

  private final Map<FunctionName, LocalFunction> running = new EnumMap<>(FunctionName.class);
  private final Closing closing = new Closing();

  /** Starts them without waiting: see {@link #awaitReady}. */
  static Functions start(StackSettings settings, Map<String, String> environment) {
    Functions functions = new Functions();
    try {
      for (FunctionName name : FunctionName.values()) {
        FunctionSpec spec =
            FunctionSpec.quarkus(name.word(), zip(settings, name), settings.data(), environment)
                .withHeapMegabytes(name.heapMegabytes());
        functions.running.put(name, functions.closing.add(LocalFunction.start(spec)));
      }
      return functions;
    } catch (RuntimeException e) {
      functions.close();
      throw e;
    }
  }

  LocalFunction get(FunctionName name) {
    LocalFunction function = running.get(name);
    if (function == null) {
      throw new IllegalStateException(name + " was not started");
    }
    return function;
  }

  /**
   * Waits until all have initialised.
   *
   * @throws StackException with the end of its log when one does not
   */
  void awaitReady(Progress progress) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (FunctionName name : FunctionName.values()) {
      LocalFunction function = get(name);
      while (!function.ready()) {
        if (function.failedToStart()) {
          throw failure(function, "ended while it started");
        }
        if (System.nanoTime() > deadline) {
          throw failure(function, "did not start within " + PATIENCE.toSeconds() + " s");
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      progress.ready("function " + name.word(), "ready");
    }
  }

  private static StackException failure(LocalFunction function, String what) {
    Path log = function.spec().logFile();
    return new StackException(
        "function %s %s; %s ends with:%n%s"
            .formatted(function.spec().name(), what, log, tail(log)));
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readString(log).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return "(not readable: " + e.getMessage() + ")";
    }
  }

  private static Path zip(StackSettings settings, FunctionName name) {
    Path zip = settings.root().resolve(Path.of("functions", name.word(), "target", "function.zip"));
    if (!Files.isRegularFile(zip)) {
      throw new StackException(zip + " is missing: run './mvnw -DskipTests package'");
    }
    return zip;
  }

  @Override
  public void close() {
    running.values().parallelStream().forEach(LocalFunction::close);
    closing.close();
  }
}
