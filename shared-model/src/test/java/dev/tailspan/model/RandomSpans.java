package dev.tailspan.model;

import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.AttributeValue.BoolValue;
import dev.tailspan.model.AttributeValue.BytesValue;
import dev.tailspan.model.AttributeValue.DoubleValue;
import dev.tailspan.model.AttributeValue.IntValue;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.model.AttributeValue.StringValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Spans of every shape the model allows, the same ones for the same seed: all types of values,
 * nested, events, links, empty and odd fields. For spans as a service would send them see {@link
 * TestTraces}.
 */
public final class RandomSpans {
  private static final String[] WORDS = {
    "",
    "http.route",
    "db.system",
    "GET /cart/{id}",
    "Ünïcödé ✓",
    "\uD83D\uDE80 rocket",
    "a b\tc\n",
    "\"q\\\""
  };

  private final Random random;
  private final List<Resource> resources = new ArrayList<>();
  private final List<Scope> scopes = new ArrayList<>();

  public RandomSpans(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      resources.add(new Resource(attributes(2), small(), word()));
      scopes.add(new Scope(word(), word(), attributes(1), small(), word()));
    }
    resources.add(Resource.EMPTY);
    scopes.add(Scope.EMPTY);
  }

  /** Traces of up to nine spans each, mixed with one another. */
  public List<Span> spans(int count) {
    List<Span> spans = new ArrayList<>(count);
    TraceId[] ids = new TraceId[Math.max(1, count / 5)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = new TraceId(random.nextLong(), random.nextLong() | 1);
    }
    for (int i = 0; i < count; i++) {
      spans.add(span(ids[random.nextInt(ids.length)]));
    }
    return spans;
  }

  public Span span(TraceId traceId) {
    long start = random.nextInt(10) == 0 ? random.nextLong() : 1_700_000_000_000_000_000L + small();
    return Span.builder(traceId, new SpanId(random.nextLong() | 1))
        .resource(resources.get(random.nextInt(resources.size())))
        .scope(scopes.get(random.nextInt(scopes.size())))
        .parentSpanId(random.nextBoolean() ? SpanId.NONE : new SpanId(random.nextLong()))
        .traceState(random.nextInt(4) == 0 ? "ot=th:8;rv:1234,v=" + word().length() : "")
        .flags(random.nextInt(3) == 0 ? random.nextInt() : 0)
        .name(word())
        .kind(SpanKind.of(random.nextInt(6)))
        .times(start, random.nextInt(20) == 0 ? start - 5 : start + small())
        .attributes(attributes(3), small())
        .events(events(), small())
        .links(links(), small())
        .status(new Status(Status.Code.of(random.nextInt(3)), word()))
        .build();
  }

  public Attributes attributes(int depth) {
    List<KeyValue> entries = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      entries.add(new KeyValue(word() + "." + i, value(depth)));
    }
    return new Attributes(entries);
  }

  public AttributeValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 7)) {
      case 0 -> new BoolValue(random.nextBoolean());
      case 1 -> new IntValue(random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(5) - 2);
      case 2 -> new DoubleValue(random.nextInt(3) == 0 ? Double.NaN : random.nextGaussian());
      case 3 -> new BytesValue(bytes(random.nextInt(20)));
      case 4 -> AttributeValue.EMPTY;
      case 7 -> new ArrayValue(List.of(value(depth - 1), value(depth - 1)));
      case 8 -> new KeyValueListValue(attributes(depth - 1));
      default -> new StringValue(random.nextInt(9) == 0 ? word().repeat(40) : word());
    };
  }

  public byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (int i = random.nextInt(6) - 3; i > 0; i--) {
      events.add(new Event(random.nextLong(), word(), attributes(1), small()));
    }
    return events;
  }

  private List<Link> links() {
    List<Link> links = new ArrayList<>();
    for (int i = random.nextInt(6) - 3; i > 0; i--) {
      TraceId traceId = new TraceId(random.nextLong(), random.nextLong());
      SpanId spanId = new SpanId(random.nextLong());
      links.add(new Link(traceId, spanId, word(), attributes(1), small(), random.nextInt()));
    }
    return links;
  }

  private int small() {
    return random.nextInt(2) == 0 ? 0 : random.nextInt(1000);
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }
}
