package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.text.GoDuration;
import dev.tailspan.trace.TerminalText;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code policy replay}: what a file would keep of the stack's traffic. Asks until all of the time
 * is covered, as each answer is bounded. Status 1 when the file is refused.
 */
final class PolicyReplayCommand {
  private static final String LAST = "--last";
  private static final int EXAMPLES = 5;
  private static final int MOST_EXAMPLES = 100;

  private final Arguments arguments;
  private final PrintStream out;
  private final PrintStream err;

  PolicyReplayCommand(Arguments arguments, PrintStream out, PrintStream err) {
    this.arguments = arguments;
    this.out = out;
    this.err = err;
  }

  int run() throws InterruptedException {
    String file = arguments.operands(1, 1).get(0);
    int examples = arguments.number("--examples", 0, MOST_EXAMPLES, EXAMPLES);
    Duration last = last();
    ReplaySum sum = replayed(read(file), last, examples);
    out.print(
        arguments.has(Option.JSON.name())
            ? TerminalText.json(sum.json().toPrettyString()) + "\n"
            : new ReplayTable(sum.json()).text());
    return Main.DONE;
  }

  private Duration last() {
    String text = arguments.value(LAST);
    try {
      Duration last = text == null ? Duration.ofHours(1) : GoDuration.parse(text);
      if (last.toMillis() > 0) {
        return last;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new UsageException(LAST + " must be a duration as in 90m or 24h, not '" + text + "'");
  }

  private static byte[] read(String file) {
    try {
      return FileBytes.of(file);
    } catch (IOException e) {
      throw new CommandException(PolicyTestCommand.message(file, e));
    }
  }

  private ReplaySum replayed(byte[] yaml, Duration last, int examples) throws InterruptedException {
    QueryApi api = new QueryApi(Stacks.chosen(arguments).endpoints().query());
    ReplaySum sum = new ReplaySum(examples);
    Instant now = Instant.now();
    String start = now.minus(last).toString();
    String end = now.toString();
    int minutes = (int) Math.max(1, last.toMinutes());
    ProgressLine progress =
        new ProgressLine(err, Terminal.of(System.getenv()), "replayed %,d of %,d minutes", minutes);
    while (true) {
      JsonNode answer = ask(api, yaml, start, end, examples);
      if (!sum.add(answer)) {
        throw new CommandException(
            "one step of this traffic is more than the query API replays at a time");
      }
      JsonNode next = answer.path("next");
      if (next.isMissingNode()) {
        progress.reached(minutes);
        return sum;
      }
      start = next.path("start").asText();
      end = next.path("end").asText();
      Duration left = Duration.between(Instant.parse(start), Instant.parse(end));
      progress.reached((int) Math.max(0, minutes - left.toMinutes()));
    }
  }

  private JsonNode ask(QueryApi api, byte[] yaml, String start, String end, int examples)
      throws InterruptedException {
    List<QueryApi.Parameter> parameters = new ArrayList<>();
    parameters.add(new QueryApi.Parameter("start", start));
    parameters.add(new QueryApi.Parameter("end", end));
    parameters.add(
        new QueryApi.Parameter("source", arguments.has("--archive") ? "archive" : "staged"));
    parameters.add(new QueryApi.Parameter("examples", Integer.toString(examples)));
    @Nullable String processor = arguments.value(Option.NAME.name());
    if (processor != null) {
      parameters.add(new QueryApi.Parameter("processor", processor));
    }
    String gates = String.join(",", arguments.all("--feature-gates"));
    if (!gates.isEmpty()) {
      parameters.add(new QueryApi.Parameter("featureGates", gates));
    }
    QueryApi.Answer answer = api.post("policies/replay", parameters, "application/yaml", yaml);
    if (!answer.found()) {
      throw new CommandException(answer.json().path("error").path("message").asText());
    }
    return answer.json();
  }
}
