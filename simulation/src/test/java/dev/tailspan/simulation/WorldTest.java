package dev.tailspan.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorldTest {
  private final World world = new World();
  private final List<String> seen = new ArrayList<>();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whatIsPausedTakesTurnsInTheOrderOfTime() {
    world.in(0, () -> steps("a", 10, 10, 10));
    world.in(5, () -> steps("b", 10, 1, 20));
    world.in(6, () -> note("event"));
    world.pass(100);
    note("outside");

    assertThat(seen)
        .containsExactly(
            "a@0", "b@5", "event@6", "a@10", "b@15", "b@16", "a@20", "a@30", "b@36", "outside@100");
  }

  @Test
  void whatIsDueAtTheSameTimeGoesInTheOrderInWhichItWasAskedFor() {
    for (String name : List.of("a", "b", "c")) {
      world.in(1, () -> steps(name, 1));
    }
    world.pass(3);

    assertThat(seen).containsExactly("a@1", "b@1", "c@1", "a@2", "b@2", "c@2");
  }

  @Test
  void aFailureComesOutWhereTheWorldIsLookedAtFromOutside() {
    IllegalStateException failure = new IllegalStateException("broken");
    world.in(0, () -> steps("paused", 50));
    world.in(
        1,
        () -> {
          world.pass(5);
          throw failure;
        });

    assertThatThrownBy(() -> world.pass(100)).isSameAs(failure);
    assertThat(world.now() - World.START_MILLIS).isEqualTo(6);
  }

  @Test
  void whatIsPausedAtTheEndIsUnwound() {
    world.in(
        0,
        () -> {
          try {
            steps("begun", 1_000);
          } finally {
            note("unwound");
          }
        });
    world.pass(10);
    world.close();

    assertThat(seen).containsExactly("begun@0", "unwound@10");
  }

  private void steps(String name, long... pauses) {
    note(name);
    for (long pause : pauses) {
      world.pass(pause);
      note(name);
    }
  }

  private void note(String what) {
    seen.add(what + "@" + (world.now() - World.START_MILLIS));
  }
}
