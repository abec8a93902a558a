package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.local.traffic.KinesisSender;
import dev.tailspan.model.Span;
import dev.tailspan.model.Status;
import dev.tailspan.model.TestTraces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --data DIR} promises. */
class RestartTest {
  /** Long enough that nothing sent right before the end is decided by then. */
  private static final int QUIET_SECONDS = 6;

  @Test
  void aStackStartedOnTheSameDataGoesOnWhereItWas(@TempDir Path data) throws Exception {
    List<Span> kept = failing(1);
    List<Span> staged = failing(2);
    List<Span> onTheStream = failing(3);
    String policies = RunningStack.policies(QUIET_SECONDS);
    try (RunningStack first = RunningStack.start(data, policies)) {
      KinesisSender sender = new KinesisSender(first.kinesis, first.stack.stream(), 1);
      sender.send(kept);
      first.api.await(id(kept), "kept");
      sender.send(staged);
      first.api.await(id(staged), "in_flight");
      sender.send(onTheStream);
    }
    try (RunningStack second = RunningStack.startAgain(data)) {
      assertThat(second.api.trace(id(kept)).state()).isEqualTo("kept");
      for (List<Span> trace : List.of(kept, staged, onTheStream)) {
        assertThat(second.api.await(id(trace), "kept").policy()).isEqualTo("errors");
        assertThat(second.api.spans(id(trace)))
            .containsExactlyInAnyOrderElementsOf(TraceApi.keptBy("errors", trace));
      }
      assertThat(second.api.json("status").path("ingest").path("spans").asInt())
          .isEqualTo(kept.size() + staged.size() + onTheStream.size());
    }
  }

  private static List<Span> failing(int n) {
    List<Span> spans = new ArrayList<>(TestTraces.trace(n, 5));
    spans.set(4, spans.get(4).toBuilder().status(new Status(Status.Code.ERROR, "boom")).build());
    return spans;
  }

  private static String id(List<Span> trace) {
    return trace.get(0).traceId().hex();
  }
}
