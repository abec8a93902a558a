package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The answers to one trace of those parts that neither chance nor other traces can change, each
 * asked once at most.
 */
final class CertainAnswers {
  private static final Answer[] ANSWERS = Answer.values();
  private static final byte UNKNOWN = -1;

  private final @Nullable StagedTrace trace;
  private final Draw draw;
  private final byte[] known;

  private CertainAnswers(@Nullable StagedTrace trace, Draw draw, byte[] known) {
    this.trace = trace;
    this.draw = draw;
    this.known = known;
  }

  /** Asked as they are wanted. */
  static CertainAnswers of(StagedTrace trace, Draw draw, int parts) {
    byte[] known = new byte[parts];
    Arrays.fill(known, UNKNOWN);
    return new CertainAnswers(trace, draw, known);
  }

  /** As {@link #recorded} before; the trace itself is not at hand any more. */
  static CertainAnswers replay(byte[] recorded, Draw draw) {
    return new CertainAnswers(null, draw, recorded);
  }

  Answer of(VoteTree.Certain part) {
    byte answer = known[part.index()];
    if (answer == UNKNOWN) {
      if (trace == null) {
        throw new IllegalStateException("policy " + part.policy().name() + " was not recorded");
      }
      answer = (byte) Answer.of(part.policy().evaluate(trace, draw)).ordinal();
      known[part.index()] = answer;
    }
    return ANSWERS[answer];
  }

  /** Notes an answer that was found out elsewhere. */
  void know(VoteTree.Certain part, Answer answer) {
    known[part.index()] = (byte) answer.ordinal();
  }

  /** What was found out so far. */
  byte[] recorded() {
    return known.clone();
  }
}
