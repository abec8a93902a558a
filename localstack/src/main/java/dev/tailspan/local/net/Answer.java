package dev.tailspan.local.net;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a call is answered with. Content-Length and Date are added (a Date given here stays, and of
 * the answer to a HEAD the length too).
 *
 * @param body not copied
 */
public record Answer(int status, Map<String, List<String>> headers, byte[] body) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  public static Answer of(int status, String contentType, byte[] body) {
    return new Answer(status, Map.of("Content-Type", List.of(contentType)), body);
  }

  /** A JSON text. */
  public static Answer json(int status, String json) {
    return of(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }
}
