package dev.tailspan.local.cli;

import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code policy test}: what policies decide on traces. Status 1 when the settings are refused or
 * traces cannot be read.
 */
final class PolicyTestCommand {
  private final Arguments arguments;
  private final PrintStream out;
  private final PrintStream err;

  PolicyTestCommand(Arguments arguments, PrintStream out, PrintStream err) {
    this.arguments = arguments;
    this.out = out;
    this.err = err;
  }

  int run() {
    arguments.operands(0, 0);
    PolicyTrial trial = PolicyTrial.of(arguments);
    String policies = arguments.value("--policies");
    List<String> traces = arguments.all("--traces");
    String cases = arguments.value("--cases");
    String answers = arguments.value("--out");
    if (policies != null && !traces.isEmpty() && cases == null && answers == null) {
      return one(policies, traces, trial, arguments.has("--json"));
    }
    if (cases != null && answers != null && policies == null && traces.isEmpty()) {
      return new PolicyCases(trial, err).run(Path.of(cases), Path.of(answers));
    }
    throw new UsageException(
        "policy test needs either --policies FILE and --traces FILE... or --cases DIR and --out DIR;"
            + " see './tailspan help policy test'");
  }

  private int one(String file, List<String> traces, PolicyTrial trial, boolean json) {
    try {
      PolicyFile policies = trial.policies(FileBytes.of(file));
      Map<TraceId, Decision> decisions = PolicyTrial.decide(policies, traces);
      out.print(json ? TrialJson.decisions(decisions) + "\n" : new TrialTable(decisions).text());
      return Main.DONE;
    } catch (PolicyFileException e) {
      if (!json) {
        err.print(PolicyCheck.refused(file, e).findings());
        throw new CommandException(file + ": these policies are refused");
      }
      return failed(file + ": " + e.getMessage(), true, out);
    } catch (CommandException | IOException e) {
      return failed(message(file, e), json, out);
    }
  }

  /** As one JSON object where that was asked for. */
  static int failed(String message, boolean json, PrintStream out) {
    if (!json) {
      throw new CommandException(message);
    }
    out.println(TrialJson.error(message));
    return Main.FAILED;
  }

  /** A failed reading names the file itself only when it is one of ours. */
  static String message(String file, Exception e) {
    @Nullable String message = e.getMessage();
    return e instanceof CommandException && message != null
        ? message
        : file + ": cannot be read: " + (message == null ? e.getClass().getSimpleName() : message);
  }
}
