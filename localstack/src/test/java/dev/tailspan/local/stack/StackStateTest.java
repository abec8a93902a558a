package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStateTest {
  private static final Endpoints HERE =
      Endpoints.of(name -> URI.create("http://127.0.0.1:" + name.length()));

  @TempDir Path home;

  private StackState state(long pid, long startedAtMillis) {
    return new StackState(pid, startedAtMillis, HERE, home);
  }

  @Test
  void aRunningStackIsFoundAndGoneOnceRemoved() {
    ProcessHandle self = ProcessHandle.current();
    StackState written = state(self.pid(), StackState.startOf(self));
    assertThat(StackState.running(home)).isEmpty();
    written.write(home);
    assertThat(StackState.running(home)).containsExactly(written);
    StackState.remove(home, self.pid());
    assertThat(StackState.running(home)).isEmpty();
  }

  @Test
  void aKilledStackIsForgottenEvenWhenItsProcessIdIsSomebodyElsesByNow() {
    ProcessHandle self = ProcessHandle.current();
    state(self.pid(), StackState.startOf(self) - 60_000).write(home);
    assertThat(StackState.running(home)).isEmpty();
    assertThat(Files.exists(home.resolve("stacks").resolve(self.pid() + ".json"))).isFalse();
  }
}
