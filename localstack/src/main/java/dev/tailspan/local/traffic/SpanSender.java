package dev.tailspan.local.traffic;

import dev.tailspan.model.Span;
import java.util.List;

/** One way into Tailspan. */
public interface SpanSender {
  /**
   * Sends the spans and returns once they are accepted, all of them.
   *
   * @throws SendException when they, or some of them, were not
   */
  void send(List<Span> spans) throws InterruptedException;
}
