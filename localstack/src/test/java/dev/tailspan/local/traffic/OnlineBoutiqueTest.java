package dev.tailspan.local.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OnlineBoutiqueTest {
  private static final long NOW = 1_790_000_000_000_000_000L;
  private static final List<Span> SPANS = OnlineBoutique.spans(NOW, new TraceId(0, 0));

  @Test
  void theCaptureHasTheSpansTracesAndServicesItsSourceNames() {
    assertThat(SPANS).hasSize(23_292);
    assertThat(SPANS.stream().map(Span::traceId).distinct()).hasSize(497);
    assertThat(SPANS.stream().map(Span::serviceName).distinct()).hasSize(10).contains("frontend");
    assertThat(SPANS.stream().map(Span::spanId).distinct()).hasSize(23_292);
  }

  @Test
  void everyTraceHasOneRootAndNoOrphan() {
    Map<TraceId, List<Span>> traces = SPANS.stream().collect(Collectors.groupingBy(Span::traceId));
    assertThat(traces.values()).allSatisfy(t -> assertThat(t).filteredOn(Span::isRoot).hasSize(1));
    Map<SpanId, Span> byId =
        SPANS.stream().collect(Collectors.toMap(Span::spanId, Function.identity()));
    assertThat(SPANS)
        .filteredOn(span -> !span.isRoot())
        .allSatisfy(
            span ->
                assertThat(byId.get(span.parentSpanId()))
                    .extracting(Span::traceId)
                    .isEqualTo(span.traceId()));
  }

  @Test
  void theLastSpanEndsNowAndAllKeepTheirDistances() {
    assertThat(SPANS.get(SPANS.size() - 1).endTimeUnixNano()).isEqualTo(NOW);
    long first = SPANS.stream().mapToLong(Span::startTimeUnixNano).min().orElseThrow();
    assertThat(NOW - first).isEqualTo(1661142979516156660L - 1661142919403844653L);
    assertThat(SPANS)
        .isSortedAccordingTo((a, b) -> Long.compare(a.endTimeUnixNano(), b.endTimeUnixNano()));
  }

  @Test
  void twelveTracesAreSlowerThanASecondAndNoneHasAnError() {
    assertThat(SPANS).filteredOn(s -> s.isRoot() && s.durationNanos() > 1_000_000_000L).hasSize(12);
    assertThat(SPANS).allSatisfy(span -> assertThat(span.status()).isEqualTo(Status.UNSET));
  }

  @Test
  void kindsFollowFromTheServicesOfParentAndChildren() {
    Map<String, SpanKind> kinds = new HashMap<>();
    SPANS.forEach(span -> kinds.put(span.serviceName() + " " + span.name(), span.kind()));
    assertThat(kinds)
        .containsEntry("frontend hipstershop.Frontend/Recv.", SpanKind.SERVER)
        .containsEntry("frontend hipstershop.CurrencyService/Convert", SpanKind.CLIENT)
        .containsEntry("currencyservice grpc.hipstershop.CurrencyService/Convert", SpanKind.SERVER)
        .containsEntry("currencyservice hipstershop.CurrencyService/Carry", SpanKind.INTERNAL)
        .containsEntry("productcatalogservice sql.conn.query", SpanKind.CLIENT);
  }

  @Test
  void theResourceIsReadOffThePod() {
    Span root = SPANS.stream().filter(Span::isRoot).findFirst().orElseThrow();
    assertThat(root.resource().attributes().getString("k8s.pod.name"))
        .isEqualTo("frontend-579b9bff58-t2dbm");
    assertThat(root.resource().attributes().getString("k8s.replicaset.name"))
        .isEqualTo("frontend-579b9bff58");
  }

  @Test
  void anotherSaltMakesOtherTracesOfTheSameSpans() {
    List<Span> salted = OnlineBoutique.spans(NOW, new TraceId(5, 7));
    assertThat(salted.stream().map(Span::traceId).distinct()).hasSize(497);
    assertThat(salted.stream().map(Span::traceId))
        .doesNotContainAnyElementsOf(SPANS.stream().map(Span::traceId).toList());
    assertThat(salted.get(0).spanId()).isEqualTo(SPANS.get(0).spanId());
  }

  @Test
  void aDamagedLineIsNamed() {
    String csv = "header\nnot,a,span\n";
    assertThatThrownBy(
            () ->
                Capture.read(
                    new InputStreamReader(
                        new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8)))
        .hasMessage("line 2: 3 columns instead of 8");
  }
}
