package dev.tailspan.local.cli;

import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.trace.TerminalText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Many trials for one start: a folder each with policies and traces, a file each with the answer.
 */
final class PolicyCases {
  private static final String POLICIES = "policies.yaml";
  private static final List<String> TRACES = List.of("traces.json", "traces.json.gz");

  private final PolicyTrial trial;
  private final PrintStream err;
  private int refused;
  private int broken;

  PolicyCases(PolicyTrial trial, PrintStream err) {
    this.trial = trial;
    this.err = err;
  }

  /** Status 0 when every case has its answer, be it that its settings are refused. */
  int run(Path cases, Path answers) {
    List<Path> folders = folders(cases, answers);
    ProgressLine progress =
        new ProgressLine(
            err, Terminal.of(System.getenv()), "decided %,d of %,d cases", folders.size());
    for (int i = 0; i < folders.size(); i++) {
      write(answers.resolve(folders.get(i).getFileName() + ".json"), answer(folders.get(i)));
      progress.reached(i + 1);
    }
    err.printf("%,d cases, %,d of them answered by an error%n", folders.size(), refused + broken);
    return broken == 0 ? Main.DONE : Main.FAILED;
  }

  private static List<Path> folders(Path cases, Path answers) {
    try (Stream<Path> entries = Files.list(cases)) {
      Files.createDirectories(answers);
      List<Path> folders =
          entries
              .filter(path -> Files.isDirectory(path) && !isSame(path, answers))
              .filter(path -> !path.getFileName().toString().startsWith("."))
              .sorted()
              .toList();
      if (folders.isEmpty()) {
        throw new CommandException(cases + ": there is no folder in it, so no case");
      }
      return folders;
    } catch (NoSuchFileException e) {
      throw new CommandException(cases + ": no such folder");
    } catch (IOException e) {
      throw new CommandException(PolicyTestCommand.message(cases.toString(), e));
    }
  }

  private static boolean isSame(Path one, Path other) {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  private String answer(Path folder) {
    String file = folder.resolve(POLICIES).toString();
    try {
      PolicyFile policies = trial.policies(FileBytes.of(file));
      return TrialJson.decisions(PolicyTrial.decide(policies, traces(folder)));
    } catch (PolicyFileException e) {
      return refused(file + ": " + e.getMessage());
    } catch (CommandException | IOException e) {
      return refused(PolicyTestCommand.message(file, e));
    } catch (RuntimeException | StackOverflowError e) {
      // A mistake of ours must not cost the other cases their answers.
      broken++;
      err.println("tailspan: " + TerminalText.safe(folder + ": " + e));
      return TrialJson.error(folder + ": failed unexpectedly: " + e);
    }
  }

  private String refused(String message) {
    refused++;
    return TrialJson.error(message);
  }

  private static List<String> traces(Path folder) {
    return TRACES.stream()
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .map(path -> List.of(path.toString()))
        .orElseThrow(
            () -> new CommandException(folder + ": holds neither " + String.join(" nor ", TRACES)));
  }

  private static void write(Path file, String json) {
    try {
      Files.write(file, (json + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CommandException(file + ": cannot be written: " + e.getMessage());
    }
  }
}
