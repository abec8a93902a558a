package dev.tailspan.local.cli;

import static dev.tailspan.local.cli.Commands.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tailspan.local.cli.Commands.Outcome;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import dev.tailspan.wire.OtlpJson;
import dev.tailspan.wire.OtlpProto;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans, files and answers that would command the terminal they are shown on. */
class HostileTextTest {
  private static final String HOSTILE = "\u001b[2J\u009b31m\u202e\r\u0007\u2028x";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static void plain(String shown) {
    assertThat(shown.chars().filter(c -> c != '\n'))
        .as(shown)
        .noneMatch(
            c ->
                Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || c == 0x2028);
  }

  private static Span span() {
    return Span.builder(new TraceId(1, 2), new SpanId(3))
        .name(HOSTILE)
        .resource(new Resource(Attributes.ofStrings("service.name", HOSTILE), 0, ""))
        .attributes(Attributes.ofStrings(HOSTILE, HOSTILE))
        .times(1, 2)
        .build();
  }

  @Test
  void theWaterfallOfAHostileTraceIsPlain() throws Exception {
    ObjectNode answer = JSON.createObjectNode().put("state", "kept");
    answer.putObject("sampling").put("policy", HOSTILE).put("reason", HOSTILE);
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (var out = JSON.createGenerator(json)) {
      OtlpJson.write(out, List.of(span()));
    }
    answer.set("resourceSpans", JSON.readTree(json.toByteArray()).path("resourceSpans"));
    String shown = TraceView.found(answer, Terminal.of(Map.of()), 10);
    plain(shown);
    assertThat(shown).contains("\\u{1b}");
  }

  @Test
  void tablesOfAReplayArePlain() {
    ObjectNode side = JSON.createObjectNode().put("version", HOSTILE);
    side.putObject("keptByPolicy").put(HOSTILE, 1);
    ObjectNode replay = JSON.createObjectNode();
    replay
        .putObject("covered")
        .put("start", "2026-01-01T00:00:00Z")
        .put("end", "2026-01-02T00:00:00Z");
    replay.putArray("leftOut").add(HOSTILE);
    replay.set("inForce", side);
    replay.set("candidate", side);
    ObjectNode change = replay.putArray("changes").addObject();
    change.put("traceId", HOSTILE).put("inForce", HOSTILE).put("candidate", HOSTILE);
    plain(new ReplayTable(replay).text());
  }

  @Test
  void whatPolicyCheckAndTestSayIsPlainInTextAndInJson() throws Exception {
    Path policies =
        Files.writeString(
            folder.resolve("p\u009b.yaml"),
            "policies: [{name: \"\\e[2J\\x9B\\u202E\", type: always_sample}]\n");
    Path bad =
        Files.writeString(
            folder.resolve("bad.yaml"),
            "\"\\e[2J\\x9B\\u202E\": 1\nredaction: {\"\\x9B\\u202E\": 1, blocked_values:"
                + " [\"(\\x9B\\u202E\"]}\npolicies: [{name: \"\\x9B\", type: \"\\e\\u202E\"}]\n");
    Path traces = Files.write(folder.resolve("traces"), OtlpProto.encode(List.of(span())));
    Object[][] commands = {
      {"policy", "check", policies},
      {"policy", "check", "--json", policies},
      {"policy", "check", bad},
      {"policy", "check", "--json", bad},
      {"policy", "check", folder.resolve("none\u001b\u009b")},
      {"policy", "test", "--policies", policies, "--traces", traces},
      {"policy", "test", "--json", "--policies", policies, "--traces", traces},
      {"policy", "test", "--policies", bad, "--traces", traces},
      {"policy", "test", "--policies", policies, "--traces", folder.resolve("no\u009b\u202e")},
      {"trace", "\u001b\u009b\u202e"},
      {"keep", "\u001b\u009b\u202e"},
      {"\u001b\u009b"}
    };
    for (Object[] command : commands) {
      Outcome outcome = run(command);
      plain(outcome.out());
      plain(outcome.err());
      assertThat(outcome.out() + outcome.err()).isNotEmpty();
    }
    assertThat(run("policy", "check", "--json", policies).json().path("policies").path(0).asText())
        .isEqualTo("\u001b[2J\u009b\u202e");
  }
}
