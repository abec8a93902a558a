package dev.tailspan.examples;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /price/{id}}: a number for a number, and an error for anything else. */
public final class Prices {
  private static final Logger LOG = LoggerFactory.getLogger(Prices.class);

  private Prices() {}

  /**
   * @param args the port to listen on, 8081 if there is none
   */
  public static void main(String[] args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8081;
    Tracing.start()
        .serve(
            port,
            "/price",
            id -> {
              LOG.info("price of {}", id);
              return new Tracing.Answer(200, String.valueOf(Integer.parseInt(id) * 7));
            });
  }
}
