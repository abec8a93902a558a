package dev.tailspan.local.http;

import dev.tailspan.local.lambda.FunctionError;
import dev.tailspan.local.lambda.LambdaFunction;
import dev.tailspan.local.net.Answer;
import dev.tailspan.local.net.Call;
import dev.tailspan.local.net.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;

/**
 * An HTTP port whose every request goes to one function. Calls beyond the function's environments
 * wait for a free one.
 *
 * <p>Bodies over 10 MB answer 413, events over Lambda's 6 MB too; a function that fails or answers
 * something else than a proxy response answers 502, with the reason in JSON (API Gateway keeps that
 * to itself).
 */
public final class HttpFront implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HttpFront.class.getName());
  private static final int BODY_LIMIT = 10 << 20;

  private final String name;
  private final LambdaFunction function;
  private final LoopbackServer server;

  private HttpFront(int port, String name, LambdaFunction function, Clock clock) {
    this.name = name;
    this.function = function;
    this.server = LoopbackServer.start(port, name, BODY_LIMIT, clock, this::handle);
  }

  /**
   * Listens on 127.0.0.1.
   *
   * @param port the port, or 0 for any
   * @param name in messages and thread names
   */
  public static HttpFront start(int port, String name, LambdaFunction function, Clock clock) {
    return new HttpFront(port, name, function, clock);
  }

  /** {@code http://127.0.0.1:port}. */
  public URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
  }

  private Answer handle(Call call) throws IOException, InterruptedException {
    try {
      return ProxyResponse.parse(function.invoke(ProxyRequest.event(call)));
    } catch (FunctionError e) {
      if (e.type().equals(FunctionError.TOO_LARGE)) {
        return ProxyResponse.problem(
            413, "Request or response over Lambda's 6 MB: " + e.getMessage());
      }
      LOG.log(
          System.Logger.Level.WARNING, "{0}: {1} {2}: {3}", name, call.method(), call.path(), e);
      return ProxyResponse.problem(502, e.describe());
    } catch (ProxyResponse.Malformed e) {
      LOG.log(
          System.Logger.Level.WARNING, "{0}: {1} {2}: {3}", name, call.method(), call.path(), e);
      return ProxyResponse.problem(502, "Malformed Lambda proxy response: " + e.getMessage());
    }
  }
}
