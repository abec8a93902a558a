package dev.tailspan.emulators;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {

  @TempDir Path directory;

  @Test
  void aChildEndsWhenItsParentIsKilledWithoutAnyShutdownHook() throws Exception {
    Path idFile = directory.resolve("pid");
    try (var parent = start(Parent.class, idFile.toString())) {
      parent.handle().onExit().get(20, SECONDS);
    }
    long id = Long.parseLong(Files.readString(idFile));

    ProcessHandle.of(id)
        .ifPresent(child -> assertThat(child.onExit()).succeedsWithin(Duration.ofSeconds(20)));
  }

  @Test
  void theEndOfItsLogIsPartOfTheFailure() throws Exception {
    try (var child = start(Complainer.class)) {
      child.handle().onExit().get(20, SECONDS);

      assertThat(child.failure("ended"))
          .hasMessageContaining("Complainer ended")
          .hasMessageContaining("the disk is full");
    }
  }

  private ChildJvm start(Class<?> main, String... arguments) {
    return start(main, directory.resolve("child.log"), arguments);
  }

  private static ChildJvm start(Class<?> main, Path log, String... arguments) {
    return ChildJvm.start(
        new ChildJvm.Command(
            main.getSimpleName(),
            System.getProperty("java.class.path"),
            main.getName(),
            List.of("-Xmx32m"),
            List.of(arguments),
            Map.of(),
            log));
  }

  /** Starts a child of its own, says which, and is gone at once. */
  public static final class Parent {
    public static void main(String[] args) throws Exception {
      var child = start(Sleeper.class, Path.of(args[0] + ".log"));
      Files.writeString(Path.of(args[0]), Long.toString(child.handle().pid()));
      Runtime.getRuntime().halt(0);
    }
  }

  /** Would outlive the test by far. */
  public static final class Sleeper {
    public static void main(String[] args) throws InterruptedException {
      SECONDS.sleep(600);
    }
  }

  /** Fails with a message. */
  public static final class Complainer {
    public static void main(String[] args) {
      throw new IllegalStateException("the disk is full");
    }
  }
}
