package dev.tailspan.publisher.debug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.publisher.export.TestTail;
import dev.tailspan.publisher.export.TestTail.Decided;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that call one another by headers; at the head nothing is sampled. */
class DebugTraceTest {
  private static final String DEBUG = "{name: marked, type: debug}";
  private static final TextMapPropagator BOTH =
      TextMapPropagator.composite(
          W3CTraceContextPropagator.getInstance(), DebugPropagator.getInstance());
  private static final Sampler NOTHING = Sampler.parentBased(Sampler.alwaysOff());

  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final Service ours = new Service(BOTH, DebugSampler.over(NOTHING));
  private final Service stock = new Service(W3CTraceContextPropagator.getInstance(), NOTHING);

  /** Serves a request and calls the next with the headers it returns. */
  private final class Service {
    private final TextMapPropagator propagator;
    private final SdkTracerProvider provider;

    Service(TextMapPropagator propagator, Sampler sampler) {
      this.propagator = propagator;
      provider =
          SdkTracerProvider.builder()
              .setSampler(sampler)
              .addSpanProcessor(SimpleSpanProcessor.create(exporter))
              .build();
    }

    Map<String, String> serve(Map<String, String> headers) {
      Context received = propagator.extract(Context.root(), headers, new Headers());
      Span server = start("GET /cart", SpanKind.SERVER, received);
      Context inside = received.with(server);
      Span client = start("GET /price", SpanKind.CLIENT, inside);
      Map<String, String> out = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      propagator.inject(inside.with(client), out, Map::put);
      client.end();
      server.end();
      return out;
    }

    private Span start(String name, SpanKind kind, Context parent) {
      return provider.get("test").spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan();
    }
  }

  private static final class Headers implements TextMapGetter<Map<String, String>> {
    @Override
    public Iterable<String> keys(Map<String, String> carrier) {
      return carrier.keySet();
    }

    @Override
    public String get(Map<String, String> carrier, String key) {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.putAll(carrier);
      return headers.get(key);
    }
  }

  private void assertKept(int spans) {
    assertThat(exporter.getFinishedSpanItems()).hasSize(spans);
    assertThat(exporter.getFinishedSpanItems())
        .extracting(SpanData::getTraceId)
        .containsOnly(exporter.getFinishedSpanItems().get(0).getTraceId());
    List<Decided> decided = TestTail.decide(DEBUG, exporter.getFinishedSpanItems());
    assertThat(decided).hasSize(1);
    assertThat(decided.get(0).decision().sampled()).isTrue();
    assertThat(decided.get(0).decision().adjustedCount()).isEqualTo(1);
  }

  @Test
  void withoutTheHeaderNothingIsSampledOrMarked() {
    Map<String, String> out = ours.serve(Map.of());
    ours.serve(out);
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
    assertThat(out).doesNotContainKeys(DebugPropagator.HEADER, "tracestate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", "1", " true "})
  void theHeaderKeepsTheTraceThroughHeadAndTail(String value) {
    ours.serve(ours.serve(Map.of("x-debug-trace", value)));
    assertKept(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "0", "", "yes"})
  void anyOtherValueOfTheHeaderDoesNothing(String value) {
    ours.serve(Map.of("X-Debug-Trace", value));
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void theMarkTravelsThroughServicesThatKnowNothingOfIt() {
    Map<String, String> out = stock.serve(ours.serve(Map.of("X-Debug-Trace", "true")));
    assertThat(out).doesNotContainKey(DebugPropagator.HEADER);
    assertThat(ours.serve(out)).containsEntry("X-Debug-Trace", "true");
    assertKept(6);
  }

  @Test
  void aTraceThatWasNotSampledIsKeptFromTheServiceOnThatGotTheHeader() {
    Map<String, String> unsampled = stock.serve(Map.of());
    assertThat(unsampled.get("traceparent")).matches(".*-0[02]");
    unsampled.put("X-Debug-Trace", "true");
    assertThat(ours.serve(unsampled).get("traceparent")).matches(".*-0[13]");
    assertKept(2);
  }

  @Test
  void onlyTheFirstSpanOfAServiceHasTheAttributeAndAllHaveTheState() {
    ours.serve(Map.of("X-Debug-Trace", "true", "tracestate", "unused=1"));
    assertThat(exporter.getFinishedSpanItems())
        .allSatisfy(
            span -> {
              assertThat(span.getSpanContext().getTraceState().get("tailspan")).isEqualTo("debug");
              assertThat(span.getSpanContext().getTraceState().get("ot")).isEqualTo("th:0");
            });
    assertThat(exporter.getFinishedSpanItems())
        .filteredOn(span -> span.getAttributes().get(DebugSampler.ATTRIBUTE) != null)
        .extracting(SpanData::getKind)
        .containsExactly(SpanKind.SERVER);
  }

  @Test
  void whatTheHeadSampledOtherwiseIsCountedAsCertainOnceItIsMarked() {
    Map<String, String> sampled = new TreeMap<>();
    sampled.put("traceparent", "00-0000000000000000ffffffffffffffff-00000000000000aa-01");
    sampled.put("tracestate", "ot=rv:ffffffffffffff;th:c;x:y,vendor=z");
    sampled.put("X-Debug-Trace", "true");
    String state = ours.serve(sampled).get("tracestate");
    assertThat(state.split(",")).contains("ot=rv:ffffffffffffff;th:0;x:y", "tailspan=debug");
    assertThat(state).contains("vendor=z");
    assertKept(2);
  }
}
