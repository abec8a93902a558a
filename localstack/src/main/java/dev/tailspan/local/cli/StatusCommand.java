package dev.tailspan.local.cli;

import dev.tailspan.local.stack.StackState;
import java.io.PrintStream;
import java.util.List;

/** {@code status}: counts and cost, and where the stack is reached. */
final class StatusCommand {
  private final Arguments arguments;
  private final PrintStream out;

  StatusCommand(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  int run() throws InterruptedException {
    arguments.operands(0, 0);
    StackState stack = Stacks.chosen(arguments);
    QueryApi.Answer answer = new QueryApi(stack.endpoints().query()).get("status", List.of());
    if (!answer.found()) {
      throw new CommandException("the query API has no status: is another program on its port?");
    }
    if (arguments.has(Option.JSON.name())) {
      out.println(answer.pretty());
    } else {
      out.print(Counts.of(answer.json()).text());
      out.print(Guide.addresses(stack.endpoints()));
      out.println("Logs: " + stack.logs());
    }
    return Main.DONE;
  }
}
