package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.trace.DurationText;
import dev.tailspan.trace.TerminalText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code search}: kept traces as a table. */
final class SearchCommand {
  private static final int MOST = 1000;
  private static final int USUAL = 20;
  private static final int ROOT_COLUMNS = 44;
  private static final Map<String, String> PARAMETERS = new LinkedHashMap<>();

  static {
    PARAMETERS.put("--service", "service");
    PARAMETERS.put("--operation", "operation");
    PARAMETERS.put("--min-duration", "minDuration");
    PARAMETERS.put("--max-duration", "maxDuration");
    PARAMETERS.put("--status", "status");
    PARAMETERS.put("--attribute", "attribute");
  }

  private final Arguments arguments;
  private final PrintStream out;

  SearchCommand(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  int run() throws InterruptedException {
    arguments.operands(0, 0);
    List<QueryApi.Parameter> parameters = new ArrayList<>();
    PARAMETERS.forEach(
        (option, name) ->
            arguments.all(option).forEach(v -> parameters.add(new QueryApi.Parameter(name, v))));
    int limit = arguments.number("--limit", 1, MOST, USUAL);
    parameters.add(new QueryApi.Parameter("limit", Integer.toString(limit)));
    QueryApi api = new QueryApi(Stacks.chosen(arguments).endpoints().query());
    QueryApi.Answer answer = api.get("traces", parameters);
    if (!answer.found()) {
      throw new CommandException("the query API has no search: is another program on its port?");
    }
    out.print(arguments.has(Option.JSON.name()) ? answer.pretty() + "\n" : table(answer.json()));
    return Main.DONE;
  }

  private static String table(JsonNode answer) {
    JsonNode traces = answer.path("traces");
    if (traces.isEmpty()) {
      return "no kept trace matches\n";
    }
    StringBuilder text = new StringBuilder();
    row(text, "TRACE", "ROOT", "DURATION", "SPANS", "ERRORS", "KEPT BY");
    for (JsonNode trace : traces) {
      JsonNode summary = trace.path("summary");
      row(
          text,
          trace.path("traceId").asText(),
          summary.path("rootService").asText() + " " + summary.path("rootName").asText(),
          DurationText.of(summary.path("durationNanos").asLong()),
          summary.path("spanCount").asText(),
          summary.path("errorCount").asText(),
          trace.path("sampling").path("policy").asText());
    }
    if (!answer.path("nextCursor").asText("").isEmpty()) {
      text.append("There are more: see --limit.\n");
    }
    if (!answer.path("complete").asBoolean(true)) {
      text.append("Not everything was looked at: narrow the search.\n");
    }
    return text.toString();
  }

  private static void row(
      StringBuilder text,
      String id,
      String root,
      String duration,
      String spans,
      String errors,
      String policy) {
    text.append(
        "%-32s  %s  %10s  %6s  %6s  %s\n"
            .formatted(
                TerminalText.safe(id),
                TerminalText.fit(root, ROOT_COLUMNS),
                duration,
                spans,
                errors,
                TerminalText.safe(policy)));
  }
}
