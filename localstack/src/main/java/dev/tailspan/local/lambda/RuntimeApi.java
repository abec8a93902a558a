package dev.tailspan.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.local.net.Answer;
import dev.tailspan.local.net.Call;
import dev.tailspan.local.net.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda Runtime API (2018-06-01) for one run of one process. A new process gets a new one: a
 * {@code next} call left hanging by a dead process must not fetch what is meant for its successor.
 */
final class RuntimeApi implements AutoCloseable {
  /** Lambda's limit of a synchronous event and answer, 6 MB and a little. */
  static final int PAYLOAD_LIMIT = 6_291_556;

  private static final String BASE = "/2018-06-01/runtime/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String functionArn;
  private final LoopbackServer server;
  private final BlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable Invocation> running = new AtomicReference<>();
  private volatile boolean ready;
  private volatile boolean closed;
  private volatile @Nullable FunctionError initError;

  RuntimeApi(String functionArn) {
    this.functionArn = functionArn;
    this.server =
        LoopbackServer.start(0, "runtime-api", 4 * PAYLOAD_LIMIT, Clock.systemUTC(), this::handle);
  }

  /** {@code host:port}, for AWS_LAMBDA_RUNTIME_API. */
  String address() {
    return "127.0.0.1:" + server.port();
  }

  /** Whether the runtime has initialised and asked for work. */
  boolean ready() {
    return ready;
  }

  /** Whether an invocation is under way. */
  boolean busy() {
    return running.get() != null;
  }

  void submit(Invocation invocation) {
    FunctionError failed = initError;
    if (failed != null) {
      invocation.fail(failed);
      return;
    }
    running.set(invocation);
    waiting.add(invocation);
  }

  /** Fails what is under way: the process is gone, or could not initialise. */
  void abort(FunctionError error) {
    // What the runtime said of its failed start is worth more than that it then exited.
    FunctionError said = initError;
    Invocation invocation = running.getAndSet(null);
    if (invocation != null) {
      invocation.fail(said == null ? error : said);
    }
  }

  @Override
  public void close() {
    closed = true;
    server.close();
  }

  private Answer handle(Call call) throws IOException, InterruptedException {
    String path = call.path();
    if (path.equals(BASE + "invocation/next")) {
      return next();
    }
    if (path.equals(BASE + "init/error")) {
      FunctionError error = error(call);
      initError = error;
      abort(error);
      return accepted();
    }
    String[] parts = path.substring(Math.min(path.length(), BASE.length())).split("/", -1);
    if (parts.length != 3 || !parts[0].equals("invocation")) {
      return Answer.json(404, "{\"errorType\":\"NotFound\",\"errorMessage\":\"no such path\"}");
    }
    return finish(parts[1], parts[2].equals("error"), call);
  }

  private Answer next() throws InterruptedException {
    ready = true;
    while (!closed) {
      Invocation invocation = waiting.poll(1, TimeUnit.SECONDS);
      if (invocation != null) {
        long deadline = System.currentTimeMillis() + invocation.timeout().toMillis();
        invocation.taken().complete(deadline);
        return new Answer(
            200,
            Map.of(
                "Content-Type", List.of("application/json"),
                "Lambda-Runtime-Aws-Request-Id", List.of(invocation.requestId()),
                "Lambda-Runtime-Deadline-Ms", List.of(Long.toString(deadline)),
                "Lambda-Runtime-Invoked-Function-Arn", List.of(functionArn)),
            invocation.event());
      }
    }
    throw new InterruptedException("The runtime API is closed");
  }

  private Answer finish(String requestId, boolean failed, Call call) {
    Invocation invocation = running.get();
    if (invocation == null || !invocation.requestId().equals(requestId)) {
      return Answer.json(
          400, "{\"errorType\":\"InvalidRequestID\",\"errorMessage\":\"Invalid request ID\"}");
    }
    running.compareAndSet(invocation, null);
    if (failed) {
      invocation.fail(error(call));
    } else if (call.body().length > PAYLOAD_LIMIT) {
      invocation.fail(
          new FunctionError(
              FunctionError.TOO_LARGE,
              "Response payload size exceeded maximum allowed payload size ("
                  + PAYLOAD_LIMIT
                  + " bytes)."));
      return Answer.json(
          413, "{\"errorType\":\"RequestEntityTooLarge\",\"errorMessage\":\"Exceeded\"}");
    } else {
      invocation.result().complete(call.body());
    }
    return accepted();
  }

  private static Answer accepted() {
    return Answer.json(202, "{\"status\":\"OK\"}");
  }

  /** The error a runtime reports: in the body, with the type in a header too. */
  private static FunctionError error(Call call) {
    String type = call.header("Lambda-Runtime-Function-Error-Type");
    String text = new String(call.body(), StandardCharsets.UTF_8);
    try {
      JsonNode body = JSON.readTree(call.body());
      return new FunctionError(
          body.path("errorType").asText(type == null ? "Unhandled" : type),
          body.path("errorMessage").asText(text));
    } catch (IOException e) {
      return new FunctionError(type == null ? "Unhandled" : type, text);
    }
  }
}
