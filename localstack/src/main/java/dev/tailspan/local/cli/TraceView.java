package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailspan.model.Span;
import dev.tailspan.trace.TerminalText;
import dev.tailspan.trace.TraceAnalysis;
import dev.tailspan.trace.Waterfall;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The answer about one trace as text: why it was kept, and its waterfall. */
final class TraceView {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TraceView() {}

  /** A trace that is there. */
  static String found(JsonNode answer, Terminal terminal, int maxRows) {
    List<Span> spans = spans(answer);
    String waterfall =
        spans.isEmpty()
            ? "no spans\n"
            : Waterfall.render(TraceAnalysis.of(spans), terminal.waterfall(maxRows));
    return why(answer)
        + waterfall
        + "* and # mark the critical path, ! an error, ? a lost parent\n";
  }

  private static String why(JsonNode answer) {
    JsonNode sampling = answer.path("sampling");
    if (!answer.path("state").asText().equals("kept")) {
      return "not decided yet: spans may still come\n";
    }
    return TerminalText.safe(
            "kept by policy '%s': %s (stands for %s)"
                .formatted(
                    sampling.path("policy").asText(),
                    sampling.path("reason").asText(),
                    traces(sampling.path("adjustedCount").asDouble())))
        + "\n";
  }

  private static String traces(double adjustedCount) {
    return adjustedCount == 1
        ? "itself alone"
        : String.format(Locale.ROOT, "%.4g traces", adjustedCount);
  }

  private static List<Span> spans(JsonNode answer) {
    ObjectNode tracesData = JSON.createObjectNode();
    tracesData.set("resourceSpans", answer.path("resourceSpans"));
    try {
      return OtlpJson.decode(JSON.writeValueAsBytes(tracesData), Limits.DEFAULT);
    } catch (DecodeException | IOException e) {
      throw new CommandException(
          "the query API answered spans that are not OTLP: " + e.getMessage());
    }
  }

  /** A trace that is not there: dropped, with the votes, or never seen. */
  static String missing(String id, JsonNode answer) {
    if (!answer.path("state").asText().equals("dropped")) {
      return "trace " + id + " is unknown: it never came, or is gone with the retention\n";
    }
    StringBuilder text = new StringBuilder("trace " + id + " was dropped: no policy wanted it\n");
    for (JsonNode vote : answer.path("explanation").path("votes")) {
      text.append(
          "  %-20s %-16s %-4s %s, wanted %s\n"
              .formatted(
                  safe(vote, "policy"),
                  safe(vote, "type"),
                  vote.path("sampled").asBoolean() ? "yes" : "no",
                  safe(vote, "measured"),
                  safe(vote, "threshold")));
    }
    return text.toString();
  }

  private static String safe(JsonNode node, String field) {
    return TerminalText.safe(node.path(field).asText());
  }
}
