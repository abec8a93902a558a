package dev.tailspan.publisher.export;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From spans of the SDK to Tailspan's decision: the record that is published, read and decided. */
public final class TestTail {
  private TestTail() {}

  /** A trace by the name of its first span and what became of it. */
  public record Decided(String operation, Decision decision) {}

  /**
   * @param policies entries of the list, in YAML's flow style
   */
  public static List<Decided> decide(String policies, Collection<SpanData> exported) {
    Map<TraceId, List<Span>> traces =
        new RecordCutter(Compression.ZSTD, () -> 0, new Ledger("spans"))
            .cut(exported).stream()
                .flatMap(record -> Records.spans(record.data()).stream())
                .collect(Collectors.groupingBy(Span::traceId, TreeMap::new, Collectors.toList()));
    List<Decision> decisions =
        file(policies).decideAll(traces.values().stream().map(StagedTrace::of).toList());
    List<Decided> decided = new ArrayList<>();
    traces
        .values()
        .forEach(spans -> decided.add(new Decided(first(spans), decisions.get(decided.size()))));
    return decided;
  }

  private static String first(List<Span> spans) {
    return spans.stream().filter(Span::isRoot).findFirst().orElse(spans.get(0)).name();
  }

  private static PolicyFile file(String policies) {
    try {
      return PolicyFile.parse(("policies: [" + policies + "]").getBytes(StandardCharsets.UTF_8));
    } catch (PolicyFileException e) {
      throw new AssertionError("the test's policies", e);
    }
  }
}
