package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.function.Predicate;

/** Asks again and again, as long as it may take. */
public final class Await {
  private static final long PAUSE_MILLIS = 200;

  private Await() {}

  /** Something that is asked. */
  public interface Question<T> {
    T ask() throws Exception;
  }

  /** The first answer that will do; fails with the last one when the patience is at an end. */
  public static <T> T until(Duration patience, Question<T> question, Predicate<T> willDo)
      throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      T answer = question.ask();
      if (willDo.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > deadline) {
        return fail("After %d s still: %s".formatted(patience.toSeconds(), answer));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
