package dev.tailspan.simulation.cloud;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Sends the same random requests to a model and to an emulator, and wants the same answers. A
 * sequence that is answered differently is made shorter and told with its seed.
 *
 * @param <C> who is asked
 */
final class Conformance<C> {
  private static final int MOST_STEPS = 40;
  private static final int MOST_TOLD = 5;
  private static final long FIRST_SEED = Long.getLong("tailspan.conformance.from", 1);

  private final Function<SplittableRandom, Step<C>> steps;
  private final Supplier<Pair<C>> fresh;
  private long compared;

  /**
   * One request.
   *
   * @param text how it is told
   * @param answer what comes of it, as a text; an exception of the SDK is an answer too
   */
  record Step<C>(String text, Function<C, String> answer) {
    String send(C client) {
      try {
        return answer.apply(client);
      } catch (AwsServiceException e) {
        return Answers.error(e);
      }
    }
  }

  /** Two of whom nothing was asked yet. */
  record Pair<C>(C model, C emulator) {}

  /**
   * @param steps makes a step; of equal randomness an equal one
   */
  Conformance(Function<SplittableRandom, Step<C>> steps, Supplier<Pair<C>> fresh) {
    this.steps = steps;
    this.fresh = fresh;
  }

  /** Runs so many sequences; returns how many requests were compared. */
  long run(int sequences) {
    List<String> differences = new ArrayList<>();
    for (long seed = FIRST_SEED; seed < FIRST_SEED + sequences; seed++) {
      List<Step<C>> sequence = sequence(seed);
      if (differences.size() < MOST_TOLD && difference(sequence).isPresent()) {
        differences.add(told(seed, shorter(sequence)));
      }
    }
    if (!differences.isEmpty()) {
      Assertions.fail(String.join("\n", differences));
    }
    return compared;
  }

  private String told(long seed, List<Step<C>> small) {
    return "seed "
        + seed
        + ": "
        + difference(small).orElse("it does not differ each time")
        + "\nthe requests:\n  "
        + String.join("\n  ", small.stream().map(Step::text).toList());
  }

  private List<Step<C>> sequence(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Step<C>> sequence = new ArrayList<>();
    for (int i = random.nextInt(1, MOST_STEPS + 1); i > 0; i--) {
      sequence.add(steps.apply(random.split()));
    }
    return sequence;
  }

  private Optional<String> difference(List<Step<C>> sequence) {
    Pair<C> pair = fresh.get();
    for (Step<C> step : sequence) {
      String model = step.send(pair.model());
      String emulator = step.send(pair.emulator());
      compared++;
      if (!model.equals(emulator)) {
        return Optional.of(
            step.text() + "\n  the model:    " + model + "\n  the emulator: " + emulator);
      }
    }
    return Optional.empty();
  }

  /** Leaves out whatever is not needed for a difference. */
  private List<Step<C>> shorter(List<Step<C>> sequence) {
    List<Step<C>> small = new ArrayList<>(sequence);
    for (int i = small.size() - 1; i >= 0; i--) {
      List<Step<C>> without = new ArrayList<>(small);
      without.remove(i);
      if (difference(without).isPresent()) {
        small = without;
      }
    }
    return small;
  }
}
