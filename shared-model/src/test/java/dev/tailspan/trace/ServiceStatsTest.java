package dev.tailspan.trace;

import static dev.tailspan.trace.TraceFixtures.service;
import static dev.tailspan.trace.TraceFixtures.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceStatsTest {
  private static final Status ERROR = new Status(Status.Code.ERROR, "");

  @Test
  void countsOperationsByServiceNameAndKind() {
    ServiceStats stats =
        of(
            List.of(
                span(1, 0, 0, 100).name("GET").kind(SpanKind.SERVER).build(),
                span(2, 1, 0, 10).name("GET").kind(SpanKind.CLIENT).build(),
                span(3, 1, 0, 20).name("GET").kind(SpanKind.CLIENT).status(ERROR).build()));

    assertThat(stats.services()).containsExactly("shop");
    assertThat(stats.operations("shop"))
        .extracting(
            o -> o.name() + " " + o.kind() + " " + o.stats().calls() + " " + o.stats().errors())
        .containsExactly("GET SERVER 1 0", "GET CLIENT 2 1");
    assertThat(stats.operations("none")).isEmpty();
    assertThat(stats.operation("shop", "GET", SpanKind.CLIENT).calls()).isEqualTo(2);
    assertThat(stats.operation("shop", "GET", SpanKind.CONSUMER)).isNull();
    assertThat(stats.traces()).isEqualTo(1);
    assertThat(stats.spans()).isEqualTo(3);
  }

  @Test
  void countsEdgesBetweenServicesWithTheDurationOfTheCallee() {
    ServiceStats stats =
        of(
            List.of(
                span(1, 0, 0, 100).resource(service("front")).build(),
                span(2, 1, 0, 50).kind(SpanKind.CLIENT).resource(service("front")).build(),
                span(3, 2, 10, 40).kind(SpanKind.SERVER).resource(service("cart")).build(),
                span(4, 3, 15, 16).kind(SpanKind.PRODUCER).resource(service("cart")).build(),
                span(5, 4, 90, 95).kind(SpanKind.CONSUMER).resource(service("mail")).build()));

    assertThat(stats.edges())
        .extracting(e -> e.caller() + " " + e.callee() + " " + e.messaging())
        .containsExactly("cart mail true", "front cart false");
    CallStats call = stats.edges().get(1).stats();
    assertThat(call.calls()).isEqualTo(1);
    assertThat(call.errors()).isZero();
    assertThat((double) call.p50Nanos()).isCloseTo(30e6, within(0.3e6));
  }

  @Test
  void aCallThatFailedForItsClientOnlyIsAnErrorOfTheEdge() {
    ServiceStats stats =
        of(
            List.of(
                span(2, 0, 0, 50).kind(SpanKind.CLIENT).status(ERROR).build(),
                span(3, 2, 10, 400).kind(SpanKind.SERVER).resource(service("cart")).build()));
    assertThat(stats.edges().get(0).stats().errors()).isEqualTo(1);
    assertThat(stats.operations("cart").get(0).stats().errors()).isZero();
  }

  @Test
  void aSharedIdMakesAnEdgeFromClientToServer() {
    ServiceStats stats =
        of(
            List.of(
                span(2, 9, 0, 50).kind(SpanKind.CLIENT).build(),
                span(2, 9, 10, 40).kind(SpanKind.SERVER).resource(service("cart")).build(),
                span(3, 2, 20, 30).resource(service("db")).build()));
    assertThat(stats.edges())
        .extracting(e -> e.caller() + " " + e.callee())
        .containsExactly("cart db", "shop cart");
  }

  @Test
  void lateSpansAreCountedOnceWithTheEdgesTheyComplete() {
    List<Span> early =
        List.of(
            span(1, 0, 0, 100).build(),
            span(3, 2, 10, 40).resource(service("cart")).build(),
            span(4, 3, 10, 40).resource(service("db")).build());
    Span late = span(2, 1, 0, 50).build();
    List<Span> all = new ArrayList<>(early);
    all.add(late);

    ServiceStats stats = new ServiceStats();
    stats.add(staged(early, 0));
    stats.addLate(TraceSlices.of(Map.of(0L, early, 7L, List.of(late))), 7);

    assertThat(operations(stats)).isEqualTo(operations(of(all)));
    assertThat(stats.edges())
        .extracting(e -> e.caller() + " " + e.callee() + " " + e.stats().calls())
        .containsExactly("cart db 1", "shop cart 1");
    assertThat(StatsCodec.encode(stats)).isEqualTo(StatsCodec.encode(of(all)));
  }

  @Test
  void callsWithoutUsableTimesAreCountedButHaveNoPartInTheQuantiles() {
    ServiceStats stats =
        of(
            List.of(
                span(1, 0, 0, 10).name("a").build(),
                span(2, 1, 10, 5).name("a").build(),
                span(3, 1, 0, 0).name("a").times(0, 5).build(),
                span(4, 1, 0, 0).name("a").times(5, 0).build(),
                span(5, 1, 0, 0).name("a").times(TraceFixtures.EPOCH, Long.MIN_VALUE).build(),
                span(6, 1, 0, 0).name("a").times(-5, -1).build()));
    CallStats a = stats.operation("shop", "a", SpanKind.INTERNAL);
    assertThat(a.calls()).isEqualTo(6);
    assertThat(a.timedCalls()).isEqualTo(1);
    assertThat((double) a.p99Nanos()).isCloseTo(10e6, within(0.1e6));
  }

  @Test
  void anOperationWithoutDurationsHasQuantilesOfZero() {
    CallStats stats =
        of(List.of(span(1, 0, 0, 0).times(0, 0).build())).operations("shop").get(0).stats();
    assertThat(stats.p50Nanos()).isZero();
    assertThat(stats.shareBelow(5)).isZero();
  }

  @Test
  void quantilesAndCountsAgreeWithExactComputation() {
    Random random = new Random(3);
    Map<String, List<Long>> exact = new HashMap<>();
    ServiceStats stats = new ServiceStats();
    for (int t = 0; t < 400; t++) {
      List<Span> spans = new ArrayList<>();
      for (int i = 1; i <= 40; i++) {
        String name = "op" + random.nextInt(5);
        String service = "service" + random.nextInt(3);
        long nanos = (long) Math.exp(8 + 14 * random.nextDouble());
        spans.add(
            span(i, i / 2, 0, 0)
                .name(name)
                .resource(service(service))
                .times(TraceFixtures.EPOCH + i, TraceFixtures.EPOCH + i + nanos)
                .build());
        exact.computeIfAbsent(service + " " + name, k -> new ArrayList<>()).add(nanos);
      }
      stats.add(StagedTrace.of(spans));
    }
    assertThat(stats.operations()).hasSize(15);
    for (OperationStats operation : stats.operations()) {
      List<Long> durations = exact.get(operation.service() + " " + operation.name());
      Collections.sort(durations);
      assertThat(operation.stats().calls()).isEqualTo(durations.size());
      for (double q : new double[] {0, 0.5, 0.9, 0.99, 1}) {
        double expected = durations.get((int) (q * (durations.size() - 1)));
        assertThat((double) operation.stats().quantileNanos(q))
            .isCloseTo(expected, within(expected * 0.01 + 1));
      }
      long median = durations.get(durations.size() / 2);
      assertThat(operation.stats().shareBelow(median)).isCloseTo(0.5, within(0.02));
    }
  }

  @Test
  void durationsAreCutToTheRangeOfTheSketch() {
    ServiceStats stats =
        of(
            List.of(
                span(1, 0, 0, 0).name("a").build(),
                span(2, 1, 0, 1000L * 86_400_000).name("b").build()));
    assertThat((double) stats.operation("shop", "a", SpanKind.INTERNAL).p50Nanos())
        .isCloseTo(1e3, within(10.0));
    assertThat((double) stats.operation("shop", "b", SpanKind.INTERNAL).p50Nanos())
        .isCloseTo(86_400e9, within(864e9));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 700})
  void theSameTracesInAnyOrderMergedInAnyWayGiveTheSameBytes(int names) {
    List<StagedTrace> traces = traces(names);
    byte[] expected = StatsCodec.encode(addAll(traces));
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Collections.shuffle(traces, random);
      assertThat(StatsCodec.encode(addAll(traces))).as("order %d", seed).isEqualTo(expected);

      int cut = random.nextInt(traces.size());
      ServiceStats merged = addAll(traces.subList(0, cut));
      merged.merge(addAll(traces.subList(cut, traces.size())));
      assertThat(StatsCodec.encode(merged)).as("merge %d", seed).isEqualTo(expected);

      ServiceStats resumed = StatsCodec.decode(StatsCodec.encode(addAll(traces.subList(0, cut))));
      traces.subList(cut, traces.size()).forEach(resumed::add);
      assertThat(StatsCodec.encode(resumed)).as("resume %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void pastTheCapsEverythingIsStillCounted() {
    ServiceStats stats = new ServiceStats();
    int spans = 0;
    for (int t = 0; t < 60; t++) {
      List<Span> trace = new ArrayList<>();
      for (int i = 1; i <= 400; i++) {
        trace.add(
            span(i, i - 1, 0, 5)
                .name("/user/" + t + "/" + i)
                .resource(service(i % 2 == 0 ? "one" : "s" + (i * 60 + t)))
                .build());
      }
      spans += trace.size();
      stats.add(StagedTrace.of(trace));
    }
    assertThat(stats.services()).hasSize(ServiceStats.MAX_SERVICES);
    assertThat(stats.spans()).isEqualTo(spans);
    assertThat(stats.edges()).hasSize(ServiceStats.MAX_EDGES + 1);
    assertThat(stats.edges().stream().mapToLong(e -> e.stats().calls()).sum()).isEqualTo(60L * 399);
    assertThat(stats.operations()).extracting(OperationStats::service).contains(ServiceStats.OTHER);

    ServiceStats again = StatsCodec.decode(StatsCodec.encode(stats));
    assertThat(StatsCodec.encode(again)).isEqualTo(StatsCodec.encode(stats));
    assertThat(again.spans()).isEqualTo(spans);
  }

  @Test
  void aServiceWithTooManyOperationsKeepsTheRestAsOther() {
    List<Span> spans = new ArrayList<>();
    for (int i = 1; i <= 1_000; i++) {
      spans.add(span(i, i - 1, 0, 5).name("/user/" + i).build());
    }
    ServiceStats stats = of(spans);
    List<OperationStats> operations = stats.operations("shop");
    assertThat(operations).hasSize(ServiceStats.MAX_OPERATIONS_PER_SERVICE + 1);
    OperationStats other = operations.get(operations.size() - 1);
    assertThat(other.name()).isEqualTo(ServiceStats.OTHER);
    assertThat(other.stats().calls()).isEqualTo(1_000 - ServiceStats.MAX_OPERATIONS_PER_SERVICE);
    assertThat((double) other.stats().p50Nanos()).isCloseTo(5e6, within(5e4));
  }

  @Test
  void whatWasEncodedDecodesToTheSame() {
    ServiceStats stats = addAll(traces(3));
    ServiceStats again = StatsCodec.decode(StatsCodec.encode(stats));
    assertThat(again.traces()).isEqualTo(stats.traces());
    assertThat(operations(again)).isEqualTo(operations(stats)).isNotEmpty();
    assertThat(again.edges()).hasSameSizeAs(stats.edges()).isNotEmpty();
    assertThat(StatsCodec.decode(StatsCodec.encode(new ServiceStats())).operations()).isEmpty();
  }

  @Test
  void damagedBytesAreRefusedOrReadButDoNoHarm() {
    byte[] encoded = StatsCodec.encode(addAll(traces(3)));
    for (int i = 0; i < encoded.length; i++) {
      byte[] cut = Arrays.copyOf(encoded, i);
      assertThatExceptionOfType(CorruptStatsException.class)
          .isThrownBy(() -> StatsCodec.decode(cut));
      byte[] changed = encoded.clone();
      changed[i] ^= (byte) (1 << i % 8);
      try {
        StatsCodec.decode(changed);
      } catch (CorruptStatsException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void damageInsideTheFrameIsRefusedOrReadButDoesNoHarm() {
    byte[] body = StatsBytes.body(StatsCodec.encode(addAll(traces(3))));
    Random random = new Random(9);
    for (int i = 0; i < 3_000; i++) {
      byte[] changed = body.clone();
      for (int n = random.nextInt(3); n >= 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        StatsCodec.encode(StatsCodec.decode(StatsBytes.file(changed)));
      } catch (CorruptStatsException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private static List<StagedTrace> traces(int names) {
    List<StagedTrace> traces = new ArrayList<>();
    Random random = new Random(11);
    for (int t = 0; t < 60; t++) {
      List<Span> spans =
          TraceFixtures.random(random, 30).stream()
              .map(s -> s.toBuilder().name("op" + random.nextInt(names)).build())
              .toList();
      traces.add(StagedTrace.of(spans));
    }
    return traces;
  }

  private static ServiceStats addAll(List<StagedTrace> traces) {
    ServiceStats stats = new ServiceStats();
    traces.forEach(stats::add);
    return stats;
  }

  private static ServiceStats of(List<Span> spans) {
    return addAll(List.of(StagedTrace.of(spans)));
  }

  private static StagedTrace staged(List<Span> spans, long slice) {
    return StagedTrace.of(spans, slice);
  }

  private static List<String> operations(ServiceStats stats) {
    return stats.operations().stream()
        .map(
            o ->
                String.join(
                    " ",
                    o.service(),
                    o.name(),
                    o.kind().name(),
                    "" + o.stats().calls(),
                    "" + o.stats().errors(),
                    "" + o.stats().p50Nanos(),
                    "" + o.stats().p99Nanos()))
        .toList();
  }

  @Test
  void statisticsOfANewerVersionAreRefusedAsSuch() {
    byte[] newer = StatsCodec.encode(new ServiceStats());
    newer[2]++;
    assertThatThrownBy(() -> StatsCodec.decode(newer))
        .isInstanceOf(CorruptStatsException.class)
        .hasMessageContaining("are stored in version 2, this Tailspan reads up to version 1");
  }
}
