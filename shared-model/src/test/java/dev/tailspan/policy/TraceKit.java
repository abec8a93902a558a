package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanBuilder;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small traces and policy files for tests. */
final class TraceKit {
  static final long START = 1_700_000_000_000_000_000L;
  static final long MILLI = 1_000_000;

  private static final TraceId ID = TraceId.fromHex("0af7651916cd43dd8448eb211c80319c");

  private TraceKit() {}

  static SpanBuilder span(int number) {
    return Span.builder(ID, new SpanId(number)).name("span").times(START, START + MILLI);
  }

  static StagedTrace trace(SpanBuilder... spans) {
    return StagedTrace.of(Arrays.stream(spans).map(SpanBuilder::build).toList());
  }

  static StagedTrace plain() {
    return trace(span(1));
  }

  static StagedTrace withId(TraceId id) {
    return trace(span(1).traceId(id));
  }

  static StagedTrace lasting(long nanos) {
    return trace(span(1).times(START, START + nanos));
  }

  static StagedTrace with(Status.Code... codes) {
    List<SpanBuilder> spans = new ArrayList<>();
    for (Status.Code code : codes) {
      spans.add(span(spans.size() + 1).status(new Status(code, "")));
    }
    return trace(spans.toArray(SpanBuilder[]::new));
  }

  static StagedTrace withSpanAttribute(String key, Object value) {
    return trace(span(1), span(2).attributes(attributes(key, value)));
  }

  static StagedTrace withResourceAttribute(String key, Object value) {
    return trace(span(1), span(2).resource(new Resource(attributes(key, value), 0, "")));
  }

  static StagedTrace withTraceState(String state) {
    return trace(span(1), span(2).traceState(state));
  }

  static Attributes attributes(String key, Object value) {
    return new Attributes(List.of(new KeyValue(key, value(value))));
  }

  static AttributeValue value(Object value) {
    if (value instanceof String text) {
      return new AttributeValue.StringValue(text);
    }
    if (value instanceof Boolean flag) {
      return new AttributeValue.BoolValue(flag);
    }
    if (value instanceof Double number) {
      return new AttributeValue.DoubleValue(number);
    }
    if (value instanceof List<?> list) {
      return new AttributeValue.ArrayValue(list.stream().map(TraceKit::value).toList());
    }
    return value instanceof AttributeValue ready
        ? ready
        : new AttributeValue.IntValue(((Number) value).longValue());
  }

  /** A file of these policies, each {@code {type: ..., ...}}, called p0, p1 and so on. */
  static PolicyFile policies(String... flow) {
    try {
      return PolicyFile.parse(yaml(list(flow)));
    } catch (PolicyFileException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  static String list(String... flow) {
    StringBuilder text = new StringBuilder("policies:\n");
    for (int i = 0; i < flow.length; i++) {
      text.append("- {name: p").append(i).append(", ").append(flow[i]).append("}\n");
    }
    return text.toString();
  }

  static byte[] yaml(String... lines) {
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a file of this one policy samples the trace. */
  static boolean samples(String flow, StagedTrace trace) {
    return policies(flow).decide(trace).sampled();
  }

  static Vote vote(String flow, StagedTrace trace) {
    return policies(flow).decide(trace).votes().get(0);
  }

  /** What is wrong with a file. */
  static List<Finding> problems(byte[] yaml) {
    try {
      PolicyFile.parse(yaml);
      return List.of();
    } catch (PolicyFileException e) {
      return e.problems();
    }
  }
}
