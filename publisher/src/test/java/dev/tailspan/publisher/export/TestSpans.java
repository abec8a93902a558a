package dev.tailspan.publisher.export;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.trace.TestSpanData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Spans as the SDK exports them, the same ones every time. */
final class TestSpans {
  private static final Resource CART =
      Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "cart"));

  private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("test");

  private TestSpans() {}

  static List<SpanData> some(int count) {
    return some(0, count, "v");
  }

  /** Numbered from {@code first} on, each with an attribute of that value. */
  static List<SpanData> some(int first, int count, String value) {
    List<SpanData> spans = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      spans.add(span(i, value));
    }
    return spans;
  }

  private static SpanData span(int number, String value) {
    String traceId = "%032x".formatted(number / 10 + 1);
    String spanId = "%016x".formatted(number + 1);
    return TestSpanData.builder()
        .setResource(CART)
        .setInstrumentationScopeInfo(SCOPE)
        .setSpanContext(
            SpanContext.create(traceId, spanId, TraceFlags.getSampled(), TraceState.getDefault()))
        .setName("GET /cart/{id}")
        .setKind(SpanKind.SERVER)
        .setStartEpochNanos(1_790_000_000_000_000_000L + number)
        .setEndEpochNanos(1_790_000_000_005_000_000L + number)
        .setStatus(StatusData.unset())
        .setAttributes(Attributes.of(AttributeKey.stringKey("k"), value))
        .setHasEnded(true)
        .build();
  }

  /** Text that nothing makes smaller. */
  static String incompressible(int length) {
    SplittableRandom random = new SplittableRandom(7);
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append((char) (' ' + random.nextInt(95)));
    }
    return text.toString();
  }

  static List<String> ids(List<SpanData> spans) {
    return spans.stream().map(SpanData::getSpanId).toList();
  }
}
