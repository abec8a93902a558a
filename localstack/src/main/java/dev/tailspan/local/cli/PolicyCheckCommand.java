package dev.tailspan.local.cli;

import java.io.IOException;
import java.io.PrintStream;

/** {@code policy check}: whether a file of policies is accepted. Status 1 when it is not. */
final class PolicyCheckCommand {
  private final Arguments arguments;
  private final PrintStream out;

  PolicyCheckCommand(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  int run() {
    String file = arguments.operands(1, 1).get(0);
    boolean json = arguments.has("--json");
    PolicyCheck check;
    try {
      check = PolicyCheck.of(file, FileBytes.of(file), PolicyTrial.of(arguments)::policies);
    } catch (CommandException | IOException e) {
      return PolicyTestCommand.failed(PolicyTestCommand.message(file, e), json, out);
    }
    check = arguments.has("--strict") ? check.strict() : check;
    out.print(json ? TrialJson.check(check) + "\n" : check.text());
    return check.accepted() ? Main.DONE : Main.FAILED;
  }
}
