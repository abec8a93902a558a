package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.Attributes;
import dev.tailspan.model.Event;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Link;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import dev.tailspan.redact.Redaction;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of docs/policy-files.md do with attributes what is written there. */
class RedactionExamplesTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```yaml\n(.*?)```\n```redacts\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINE =
      Pattern.compile(
          "(resource|span|event|link|name|message) (\\S*?)=(.*?) -> (gone|unchanged|.*)");

  static List<MatchResult> examples() throws Exception {
    return EXAMPLE
        .matcher(Files.readString(Path.of("..", "docs", "policy-files.md")))
        .results()
        .toList();
  }

  @Test
  void thereAreExamples() throws Exception {
    assertThat(examples()).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleRedactsAsItSays(MatchResult example) throws Exception {
    PolicyFile file = PolicyFile.parse(example.group(1).getBytes(StandardCharsets.UTF_8));
    assertThat(file.warnings()).isEmpty();
    Redaction redaction =
        Redaction.of(file.redaction(), "a key for this example".getBytes(StandardCharsets.UTF_8));
    for (String text : example.group(2).strip().split("\n")) {
      var line = LINE.matcher(text.strip());
      assertThat(line.matches()).as(text).isTrue();
      String value = line.group(3);
      Span span = span(line.group(1), line.group(2), value);
      byte[] sent = OtlpProto.encode(List.of(span));
      Span left = OtlpProto.decode(redaction.apply(ByteSlice.of(sent)), Limits.DEFAULT).get(0);
      String wanted = line.group(4).equals("unchanged") ? value : line.group(4);
      String found = found(left, line.group(1), line.group(2));
      if (wanted.startsWith("~")) {
        assertThat(found).as(text).matches(wanted.substring(1));
      } else {
        assertThat(found).as(text).isEqualTo(wanted);
      }
    }
  }

  private static Span span(String where, String key, String value) {
    Attributes attributes = Attributes.ofStrings(key.isEmpty() ? "k" : key, value);
    var span =
        Span.builder(new TraceId(1, 2), new SpanId(3))
            .resource(new Resource(Attributes.ofStrings("service.name", "s"), 0, ""));
    switch (where) {
      case "resource" -> span.resource(new Resource(attributes, 0, ""));
      case "span" -> span.attributes(attributes);
      case "event" -> span.events(List.of(new Event(1, "e", attributes, 0)), 0);
      case "link" ->
          span.links(List.of(new Link(new TraceId(1, 9), new SpanId(8), "", attributes, 0, 0)), 0);
      case "name" -> span.name(value);
      default ->
          span.status(new dev.tailspan.model.Status(dev.tailspan.model.Status.Code.ERROR, value));
    }
    return span.build();
  }

  private static String found(Span span, String where, String key) {
    Attributes attributes =
        switch (where) {
          case "resource" -> span.resource().attributes();
          case "span" -> span.attributes();
          case "event" -> span.events().get(0).attributes();
          case "link" -> span.links().get(0).attributes();
          default -> Attributes.NONE;
        };
    return switch (where) {
      case "name" -> span.name();
      case "message" -> span.status().message();
      default -> {
        Map<String, String> texts = new TreeMap<>();
        for (KeyValue each : new ArrayList<>(attributes.entries())) {
          texts.put(each.key(), each.value().asText());
        }
        yield texts.getOrDefault(key, "gone");
      }
    };
  }
}
