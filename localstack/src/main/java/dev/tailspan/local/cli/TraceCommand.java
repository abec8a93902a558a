package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.model.TraceId;
import java.io.PrintStream;
import java.util.List;

/** {@code trace}: one trace as a waterfall. Status 1 when it is not there. */
final class TraceCommand {
  private static final int MAX_ROWS = 1000;

  private final Arguments arguments;
  private final PrintStream out;

  TraceCommand(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  int run() throws InterruptedException {
    String id = id(arguments.operands(1, 1).get(0));
    QueryApi api = new QueryApi(Stacks.chosen(arguments).endpoints().query());
    QueryApi.Answer answer = api.get("traces/" + id, List.of());
    if (arguments.has(Option.JSON.name())) {
      out.println(answer.pretty());
    } else {
      JsonNode json = answer.json();
      out.print(
          answer.found()
              ? TraceView.found(json, Terminal.of(System.getenv()), MAX_ROWS)
              : TraceView.missing(id, json));
    }
    return answer.found() ? Main.DONE : Main.FAILED;
  }

  static String id(String operand) {
    try {
      return TraceId.fromHex(operand).hex();
    } catch (IllegalArgumentException e) {
      throw new UsageException("'" + operand + "': " + e.getMessage());
    }
  }
}
