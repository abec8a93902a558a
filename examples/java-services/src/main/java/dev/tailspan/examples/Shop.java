package dev.tailspan.examples;

import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /cart/{id}}: asks {@link Prices} what the cart costs. */
public final class Shop {
  private static final Logger LOG = LoggerFactory.getLogger(Shop.class);

  private Shop() {}

  /**
   * @param args the port to listen on, 8080 if there is none, and the address of the other service
   */
  public static void main(String[] args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
    String prices = args.length > 1 ? args[1] : "http://127.0.0.1:8081";
    Tracing tracing = Tracing.start();
    tracing.serve(
        port,
        "/cart",
        id -> {
          Tracing.Answer price = tracing.call(URI.create(prices + "/price/" + id));
          LOG.info("cart {} costs {}", id, price.body());
          return price.status() == 200
              ? new Tracing.Answer(200, "{\"cart\":\"" + id + "\",\"price\":" + price.body() + "}")
              : new Tracing.Answer(502, "no price");
        });
  }
}
