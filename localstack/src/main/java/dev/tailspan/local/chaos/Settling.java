package dev.tailspan.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.local.stack.LocalStack;
import java.io.IOException;
import java.time.Duration;

/** Waits until everything on the stream is staged and decided. */
final class Settling {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long PAUSE_MILLIS = 300;

  /** The quiet period and the slices around it. */
  private static final long QUIET_MILLIS = 5000;

  private Settling() {}

  /** Sends what is still to be sent, and waits; says what does not come to pass in time. */
  static void after(LocalStack stack, SentTraces traces, Findings findings)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean sent = traces.sendRest();
    while (!sent && System.nanoTime() < deadline) {
      sent = traces.sendRest();
    }
    if (!sent) {
      findings.other("some spans are still refused without any fault");
    }
    if (!allDecided(stack, deadline)) {
      findings.other("not all is decided " + PATIENCE.toMinutes() + " minutes after the last span");
    }
    if (stack.vitals().givenUp() > 0) {
      findings.other(stack.vitals().givenUp() + " records were given up by the mapping");
    }
  }

  private static boolean allDecided(LocalStack stack, long deadline) throws InterruptedException {
    while (!stack.caughtUp()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    long due = System.currentTimeMillis() + QUIET_MILLIS + stack.step().toMillis();
    while (!decidedUpTo(stack, due)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return true;
  }

  private static boolean decidedUpTo(LocalStack stack, long due) throws InterruptedException {
    try {
      JsonNode answer = JSON.readTree(stack.runFinalize());
      return answer.path("lowWatermarkMillis").asLong() > due
          && answer.path("done").asBoolean()
          && answer.path("stepsBehind").asLong(-1) == 0;
    } catch (IOException | RuntimeException e) {
      return false; // the next run may do better
    }
  }
}
