package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.policy.Finding;
import dev.tailspan.trace.TerminalText;
import java.util.ArrayList;
import java.util.List;

/**
 * What the status says of a policy file that is refused.
 *
 * @param lines ready for a terminal; none where the file is accepted
 */
record RefusedFile(List<String> lines) {
  private static final int MOST_PROBLEMS = 20;

  RefusedFile {
    lines = List.copyOf(lines);
  }

  static RefusedFile of(JsonNode policy) {
    JsonNode current = policy.path("current");
    if (current.path("accepted").asBoolean(true)) {
      return new RefusedFile(List.of());
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "refused since %s; in force stays %s"
            .formatted(safe(current.path("since")), safe(policy.path("version"))));
    for (JsonNode problem : current.path("problems")) {
      if (lines.size() > MOST_PROBLEMS) {
        break;
      }
      lines.add(TerminalText.safe(finding(problem).toString()));
    }
    int more = current.path("problemCount").asInt() - lines.size() + 1;
    if (more > 0) {
      lines.add("and " + more + " more: see './tailspan status --json'");
    }
    return new RefusedFile(lines);
  }

  private static Finding finding(JsonNode problem) {
    return new Finding(
        problem.path("line").asInt(),
        problem.path("column").asInt(),
        problem.path("policy").asText(),
        problem.path("field").asText(),
        problem.path("message").asText(),
        problem.path("suggestion").asText());
  }

  private static String safe(JsonNode text) {
    return TerminalText.safe(text.asText());
  }
}
