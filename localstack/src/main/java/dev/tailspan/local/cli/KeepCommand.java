package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailspan.trace.TerminalText;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code keep}: keeps a trace by hand. Status 1 when nobody knows it. */
final class KeepCommand {
  private final Arguments arguments;
  private final PrintStream out;

  KeepCommand(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  int run() throws InterruptedException {
    String id = TraceCommand.id(arguments.operands(1, 1).get(0));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("by", System.getProperty("user.name", ""));
    @Nullable String reason = arguments.value("--reason");
    if (reason != null) {
      body.put("reason", reason);
    }
    QueryApi api = new QueryApi(Stacks.chosen(arguments).endpoints().query());
    QueryApi.Answer answer =
        api.post(
            "traces/" + id + "/keep",
            List.of(),
            "application/json",
            body.toString().getBytes(StandardCharsets.UTF_8));
    JsonNode json = answer.json();
    out.println(
        id
            + ": "
            + TerminalText.safe(
                (answer.found() ? json : json.path("error")).path("message").asText()));
    return answer.found() ? Main.DONE : Main.FAILED;
  }
}
