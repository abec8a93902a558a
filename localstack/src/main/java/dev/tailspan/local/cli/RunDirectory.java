package dev.tailspan.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where a stack without {@code --data} lives: {@code <home>/run-<process id>}, gone after it. */
final class RunDirectory {
  private static final String PREFIX = "run-";

  private RunDirectory() {}

  /** The one of this process; those of processes that were killed are removed on the way. */
  static Path make(Path home) {
    try {
      Files.createDirectories(home);
      try (Stream<Path> files = Files.list(home)) {
        files.filter(RunDirectory::isAbandoned).toList().forEach(RunDirectory::remove);
      }
      return Files.createDirectories(home.resolve(PREFIX + ProcessHandle.current().pid()));
    } catch (IOException e) {
      throw new CommandException(
          "cannot make a directory in " + home + " (TAILSPAN_HOME chooses another): " + e);
    }
  }

  private static boolean isAbandoned(Path path) {
    String name = path.getFileName().toString();
    if (!name.matches(PREFIX + "[0-9]{1,18}")) {
      return false;
    }
    return ProcessHandle.of(Long.parseLong(name.substring(PREFIX.length()))).isEmpty();
  }

  /** Puts it out of the way of later runs. */
  static void rename(Path directory, Path wanted) {
    try {
      remove(wanted); // of a process that had the same number
      Files.move(directory, wanted);
    } catch (IOException e) {
      throw new CommandException("cannot rename " + directory + " to " + wanted + ": " + e);
    }
  }

  /**
   * As far as it can be: a process that is just ending may still write. The next run does the rest.
   */
  static void remove(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> files = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Gone already.
    } catch (IOException | java.io.UncheckedIOException e) {
      System.getLogger(RunDirectory.class.getName())
          .log(System.Logger.Level.DEBUG, "{0} is not empty yet", directory);
    }
  }
}
