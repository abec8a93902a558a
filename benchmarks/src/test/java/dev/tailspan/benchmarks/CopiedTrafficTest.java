package dev.tailspan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TestTraces;
import dev.tailspan.model.TraceId;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CopiedTrafficTest {
  private final CopiedTraffic traffic = new CopiedTraffic();

  private static Map<TraceId, Long> spansByTrace(List<StreamRecord> records) throws Exception {
    List<Span> spans = new ArrayList<>();
    for (StreamRecord record : records) {
      spans.addAll(OtlpProto.decode(record.data(), Limits.DEFAULT));
    }
    return spans.stream().collect(Collectors.groupingBy(Span::traceId, Collectors.counting()));
  }

  @Test
  void batchesHaveWholeTracesAndNoneInCommon() throws Exception {
    var first = spansByTrace(traffic.batch(0, traffic.recordsPerBatch(), 0, 1000));
    var second = spansByTrace(traffic.batch(1, 2, 0, 1000));
    assertThat(first.values()).containsOnly(10L);
    assertThat(second.values()).containsOnly(10L);
    assertThat(second).hasSize(2 * traffic.spansPerRecord() / 10);
    assertThat(first).doesNotContainKeys(second.keySet().toArray(TraceId[]::new));
  }

  @Test
  void oneTraceHasEachSpanOnce() throws Exception {
    Set<SpanId> ids = new HashSet<>();
    int orphans = 0;
    for (int n = 0; n < 2; n++) {
      for (StreamRecord record : traffic.ofOneTrace(n, 2, 0, 1000)) {
        List<Span> spans = OtlpProto.decode(record.data(), Limits.DEFAULT);
        assertThat(spans).extracting(Span::traceId).containsOnly(TestTraces.id(0));
        spans.forEach(span -> ids.add(span.spanId()));
        orphans +=
            (int)
                spans.stream().filter(s -> !s.isRoot() && !ids.contains(s.parentSpanId())).count();
      }
    }
    assertThat(ids).hasSize(4 * traffic.spansPerRecord());
    assertThat(orphans).isZero();
  }

  @Test
  void recordsArriveInTheirTimeAndOrder() {
    List<StreamRecord> records = traffic.batch(3, 4, 5_000, 1_000);
    assertThat(records)
        .extracting(StreamRecord::arrivalMillis)
        .containsExactly(5_000L, 5_250L, 5_500L, 5_750L);
    assertThat(records).extracting(StreamRecord::sequenceNumber).isSorted().doesNotHaveDuplicates();
  }
}
