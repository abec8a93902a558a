package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a budget, and with which randomness everybody else would have got it. */
class BudgetTest {
  private record Asking(long randomness, long cost) {}

  @Test
  void whatDoesNotFitLeavesItsRoomToSmallerOnes() {
    Budget budget = new FillingBudget(10, 20);
    assertThat(budget.admitted(budget.request(90, 6))).isTrue();
    assertThat(budget.admitted(budget.request(80, 5))).isFalse();
    assertThat(budget.admitted(budget.request(70, 4))).isTrue();
    assertThat(budget.admitted(budget.request(60, 1))).isFalse();
    budget.close();

    assertThat(budget.left()).isZero();
  }

  @Test
  void whatCostsMoreThanTheBurstNeverPassesAndTakesNothing() {
    Budget budget = new FillingBudget(100, 20);
    assertThat(budget.admitted(budget.request(90, 21))).isFalse();
    assertThat(budget.admitted(budget.request(80, 20))).isTrue();
    budget.close();

    assertThat(budget.threshold(0)).isEqualTo(OtelTraceState.NEVER);
    assertThat(budget.left()).isEqualTo(80);
  }

  @Test
  void aCutEndsAtTheFirstThatDoesNotFitWhateverComesAfter() {
    CutBudget budget = new CutBudget(10.9, 20);
    budget.request(90, 6);
    budget.request(85, 25);
    budget.request(80, 5);
    budget.request(70, 1);
    budget.close();

    assertThat(budget.admitted(0)).isTrue();
    assertThat(budget.admitted(1)).isFalse();
    assertThat(budget.admitted(2)).isFalse();
    assertThat(budget.admitted(3)).isFalse();
    assertThat(budget.threshold()).isEqualTo(81);
    assertThat(budget.left()).isEqualTo(10.9 - 6);
  }

  @Test
  void aCutLetsAllThroughWhenAllFitAndNoneWhenTheFirstDoesNot() {
    CutBudget wide = new CutBudget(10, 20);
    wide.request(90, 6);
    wide.request(80, 4);
    wide.close();
    CutBudget tight = new CutBudget(10, 20);
    tight.request(90, 11);
    tight.request(80, 1);
    tight.close();

    assertThat(wide.threshold()).isZero();
    assertThat(tight.threshold()).isEqualTo(OtelTraceState.NEVER);
  }

  @Test
  void equalRandomnessIsNotPartedByACut() {
    CutBudget budget = new CutBudget(10, 20);
    budget.request(90, 4);
    budget.request(80, 4);
    budget.request(80, 4);
    budget.close();

    assertThat(budget.admitted(0)).isTrue();
    assertThat(budget.admitted(1)).isFalse();
    assertThat(budget.left()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void thresholdsAreWhatTryingEveryOtherPlaceGives(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Asking> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(new Asking(1000L * (i + 1), 1 + random.nextInt(12)));
    }
    all.sort(Comparator.comparingLong(Asking::randomness).reversed());
    double available = 20 + random.nextInt(150);

    agrees(all, () -> new FillingBudget(available, 10));
    agrees(all, () -> new CutBudget(available, 10));
  }

  private static void agrees(List<Asking> all, Supplier<Budget> budgets) {
    Budget whole = budgets.get();
    all.forEach(asking -> whole.request(asking.randomness(), asking.cost()));
    whole.close();
    for (int i = 0; i < all.size(); i++) {
      List<Asking> others = new ArrayList<>(all);
      Asking one = others.remove(i);
      assertThat(whole.threshold(i)).as("of %s", one).isEqualTo(tried(others, one, budgets));
      assertThat(whole.admitted(i)).isEqualTo(one.randomness() >= whole.threshold(i));
    }
    Asking stranger = new Asking(0, 7);
    assertThat(whole.threshold(stranger.cost())).isEqualTo(tried(all, stranger, budgets));
  }

  /** The lowest place, just above another one's, from which on it gets through. */
  private static long tried(List<Asking> others, Asking one, Supplier<Budget> budgets) {
    long threshold = OtelTraceState.NEVER;
    for (int place = 0; place <= others.size(); place++) {
      Budget budget = budgets.get();
      int request = -1;
      for (int i = 0; i <= others.size(); i++) {
        if (i == place) {
          long randomness = i == others.size() ? 0 : others.get(i).randomness() + 1;
          request = budget.request(randomness, one.cost());
        }
        if (i < others.size()) {
          budget.request(others.get(i).randomness(), others.get(i).cost());
        }
      }
      budget.close();
      if (!budget.admitted(request)) {
        return threshold;
      }
      threshold = place == others.size() ? 0 : others.get(place).randomness() + 1;
    }
    return threshold;
  }
}
