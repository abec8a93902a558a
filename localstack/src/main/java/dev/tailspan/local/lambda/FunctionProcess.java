package dev.tailspan.local.lambda;

import dev.tailspan.emulators.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of one execution environment: a child JVM and the Runtime API it talks to. */
final class FunctionProcess implements AutoCloseable {
  // Lambda gives 10 s; a cold, shared laptop core needs more than a Lambda core.
  private static final Duration INIT_TIMEOUT = Duration.ofSeconds(60);
  private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  private final FunctionSpec spec;
  private final RuntimeApi api;
  private final ChildJvm child;

  FunctionProcess(FunctionSpec spec, FunctionCode code, int environment) {
    this.spec = spec;
    this.api = new RuntimeApi(spec.arn());
    try {
      this.child =
          ChildJvm.start(
              new ChildJvm.Command(
                  spec.name(),
                  spec.runtimeClassPath() + File.pathSeparator + code.classPath(),
                  MAIN,
                  jvmOptions(spec, code),
                  List.of(spec.handler()),
                  variables(code, environment),
                  spec.logFile()));
    } catch (IOException e) {
      api.close();
      throw new UncheckedIOException(spec.name() + " cannot be started", e);
    }
    var unused = exited().thenRun(() -> api.abort(exitError()));
  }

  /** Done when the process has ended. */
  CompletableFuture<ProcessHandle> exited() {
    return child.handle().onExit();
  }

  ProcessHandle handle() {
    return child.handle();
  }

  boolean alive() {
    return child.isAlive();
  }

  /** Whether it has initialised. */
  boolean ready() {
    return api.ready();
  }

  Phase phase() {
    return !api.ready() ? Phase.STARTING : api.busy() ? Phase.WORKING : Phase.IDLE;
  }

  /** The process ended, as a healthy one, before it had fetched the event: nothing has run. */
  static final class NotFetched extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Invokes and waits. One at a time.
   *
   * @throws NotFetched when another process may be given the event
   * @throws FunctionError of type {@link FunctionError#TIMED_OUT} when the time has passed; the
   *     process must then be killed
   */
  byte[] invoke(byte[] event) throws InterruptedException, NotFetched {
    Invocation invocation = new Invocation(event, spec.timeout());
    api.submit(invocation);
    if (!alive()) {
      // It may have ended before submit, so that nobody is left to abort the invocation.
      api.abort(exitError());
    }
    try {
      invocation.taken().get(INIT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw timedOut(invocation, FunctionError.INIT, "Init", INIT_TIMEOUT);
    } catch (ExecutionException e) {
      if (ready()) {
        throw new NotFetched();
      }
      throw error(e);
    }
    try {
      return invocation.result().get(spec.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw timedOut(invocation, FunctionError.TIMED_OUT, "Task", spec.timeout());
    } catch (ExecutionException e) {
      throw error(e);
    }
  }

  /** Ends it without asking: what hangs does not listen. */
  void kill() {
    child.handle().destroyForcibly();
    close();
  }

  @Override
  public void close() {
    child.close();
    api.close();
  }

  private FunctionError exitError() {
    return new FunctionError(
        FunctionError.EXITED, "Error: Runtime exited, see " + spec.logFile().getFileName());
  }

  private static FunctionError timedOut(
      Invocation invocation, String type, String what, Duration after) {
    return new FunctionError(
        type,
        String.format(
            Locale.ROOT,
            "RequestId: %s Error: %s timed out after %.2f seconds",
            invocation.requestId(),
            what,
            after.toMillis() / 1000.0));
  }

  private static FunctionError error(ExecutionException e) {
    return e.getCause() instanceof FunctionError error
        ? new FunctionError(error.type(), String.valueOf(error.getMessage()))
        : new FunctionError("Unhandled", String.valueOf(e.getCause()));
  }

  private static List<String> jvmOptions(FunctionSpec spec, FunctionCode code) {
    List<String> options = new ArrayList<>(code.nativeOptions());
    Collections.addAll(
        options,
        "-Xmx" + spec.heapMegabytes() + "m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        // Quarkus' REST reaches into java.lang on newer JDKs; the flag is harmless on 17.
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        // For the runtime client's and zstd's native libraries from JDK 24 on.
        "--enable-native-access=ALL-UNNAMED",
        "-Duser.timezone=UTC");
    options.addAll(spec.jvmOptions());
    return options;
  }

  private Map<String, String> variables(FunctionCode code, int environment) {
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", "local");
    variables.put("AWS_SECRET_ACCESS_KEY", "local");
    variables.put("AWS_REGION", spec.region());
    variables.put("AWS_DEFAULT_REGION", spec.region());
    variables.put("TZ", ":UTC");
    variables.putAll(spec.environment());
    variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
    variables.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.heapMegabytes() * 2));
    variables.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.name());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "local/[$LATEST]" + environment);
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("LAMBDA_TASK_ROOT", code.root().toString());
    variables.put("_HANDLER", spec.handler());
    return variables;
  }
}
