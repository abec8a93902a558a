package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.local.traffic.KinesisSender;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Span;
import dev.tailspan.model.TestTraces;
import dev.tailspan.policy.PolicyReading;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret in spans, through all processes. */
class RedactionTest {
  private static final String POLICIES =
      """
      redaction: {allow_all_keys: true, actions: [{key: password, action: mask}]}
      tail_sampling: {decision_wait: 2s, policies: [{name: all, type: always_sample}]}
      """;

  @Test
  void whatTheFileMasksIsMaskedInWhatIsKept(@TempDir Path data) throws Exception {
    Attributes secret = Attributes.ofStrings("password", "hunter2", "user", "ann");
    List<Span> trace =
        TestTraces.trace(1, 3).stream()
            .map(span -> span.toBuilder().attributes(secret).build())
            .toList();
    try (RunningStack running = RunningStack.start(data, POLICIES, PolicyReading.DEFAULT)) {
      new KinesisSender(running.kinesis, running.stack.stream(), 1).send(trace);
      String id = trace.get(0).traceId().hex();
      running.api.await(id, "kept");
      String answer = running.api.text("traces/" + id);
      assertThat(answer).contains("ann").contains("****").doesNotContain("hunter2");
    }
  }
}
