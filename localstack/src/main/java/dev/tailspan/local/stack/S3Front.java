package dev.tailspan.local.stack;

import dev.tailspan.local.net.Answer;
import dev.tailspan.local.net.Call;
import dev.tailspan.local.net.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Stands in front of S3Proxy and passes every request on, but for those that it fails: with 503
 * before anything was done, or with 500 after it was done. Thread-safe.
 */
public final class S3Front implements AutoCloseable {
  private static final int BODY_LIMIT = 256 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What HTTP/1.1 says of a connection and not of a request, and what the client sets itself. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI s3;
  private final LoopbackServer server;
  private final SplittableRandom random = new SplittableRandom(42);
  private double failing;
  private long failed;

  private S3Front(int port, URI s3) {
    this.s3 = s3;
    this.server =
        LoopbackServer.start(port, "s3-front", BODY_LIMIT, Clock.systemUTC(), this::handle);
  }

  static S3Front start(int port, URI s3) {
    return new S3Front(port, s3);
  }

  URI uri() {
    return server.uri();
  }

  /** From now on so many of the requests fail: a share from 0 to 1. */
  public synchronized void fail(double share) {
    failing = share;
  }

  /** Requests that were answered 500 or 503 by this front so far. */
  public synchronized long failed() {
    return failed;
  }

  private enum Fault {
    NONE,
    BEFORE,
    AFTER
  }

  private synchronized Fault next() {
    if (random.nextDouble() >= failing) {
      return Fault.NONE;
    }
    failed++;
    return random.nextBoolean() ? Fault.BEFORE : Fault.AFTER;
  }

  private Answer handle(Call call) throws IOException, InterruptedException {
    Fault fault = next();
    if (fault == Fault.BEFORE) {
      return error(503, "SlowDown", "Please reduce your request rate.");
    }
    Answer answer = passedOn(call);
    return fault == Fault.NONE
        ? answer
        : error(500, "InternalError", "We encountered an internal error. Please try again.");
  }

  private Answer passedOn(Call call) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(s3 + call.target()))
            .timeout(PATIENCE)
            .method(
                call.method(),
                call.body().length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(call.body()));
    kept(call.headers())
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
    Map<String, List<String>> headers = kept(response.headers().map());
    response
        .headers()
        .firstValue("content-length")
        .ifPresent(length -> headers.put("Content-Length", List.of(length)));
    return new Answer(response.statusCode(), headers, response.body());
  }

  private static Map<String, List<String>> kept(Map<String, List<String>> headers) {
    Map<String, List<String>> kept = new HashMap<>();
    headers.forEach(
        (name, values) -> {
          if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
            kept.put(name, values);
          }
        });
    return kept;
  }

  private static Answer error(int status, String code, String message) {
    String xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
            .formatted(code, message);
    return Answer.of(status, "application/xml", xml.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.close();
  }
}
