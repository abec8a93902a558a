package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanBuilder;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A trace as a line of text: {@code frontend GET / 100ms > cart Get error key=value}, each span the
 * child of the one before it: a service, a name, then what else there is to say.
 */
final class WrittenTrace {
  private WrittenTrace() {}

  static StagedTrace read(String text, TraceId id) {
    List<Span> spans = new ArrayList<>();
    for (String span : text.split(" > ")) {
      spans.add(span(span.strip(), id, spans.size()));
    }
    return StagedTrace.of(spans);
  }

  private static Span span(String text, TraceId id, int above) {
    List<String> name = new ArrayList<>();
    List<String> attributes = new ArrayList<>();
    SpanBuilder span =
        Span.builder(id, new SpanId(above + 1))
            .parentSpanId(above == 0 ? SpanId.NONE : new SpanId(above))
            .kind(SpanKind.SERVER)
            .times(TraceKit.START, TraceKit.START + TraceKit.MILLI);
    String[] words = text.split(" ");
    for (String word : Arrays.asList(words).subList(1, words.length)) {
      if (word.equals("error")) {
        span.status(new Status(Status.Code.ERROR, ""));
      } else if (word.matches("\\d+ms")) {
        long millis = Long.parseLong(word.substring(0, word.length() - 2));
        span.times(TraceKit.START, TraceKit.START + millis * TraceKit.MILLI);
      } else if (word.contains("=")) {
        attributes.addAll(List.of(word.split("=", 2)));
      } else {
        name.add(word);
      }
    }
    return span.name(String.join(" ", name))
        .attributes(Attributes.ofStrings(attributes.toArray(String[]::new)))
        .resource(new Resource(Attributes.ofStrings("service.name", words[0]), 0, ""))
        .build();
  }
}
