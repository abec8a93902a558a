package dev.tailspan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.TracePart;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A trace of many spans, which lies in several places of the archive. */
class LargeLookupTest {
  private static final int SPANS = 20_000;

  private final Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);

  @Test
  void spansOfOnePlaceAreLetGoBeforeTheNextIsRead() {
    List<Span> spans = new Spans(3).trace(SPANS);
    TraceId id = spans.get(0).traceId();
    for (int i = 0; i < SPANS; i += 1_000) {
      pipeline.put(0, spans.subList(i, i + 1_000));
    }
    pipeline.ingest(100);
    pipeline.wait(Duration.ofMinutes(3));
    pipeline.finish();
    Watched archive = new Watched(pipeline.archive);

    FoundTrace found = pipeline.finder(archive).find(id, pipeline.clock.getAsLong());

    assertThat(found.state()).isEqualTo(TraceState.KEPT);
    assertThat(found.spans()).hasSize(SPANS);
    assertThat(archive.places).hasSizeGreaterThan(3);
    assertThat(archive.mostHeld).as("places whose spans are held with one to come").isZero();
  }

  /** Hands out copies, and looks which of them are still held when the next are asked for. */
  private static final class Watched implements ArchiveStore {
    private final ArchiveStore archive;
    private final List<WeakReference<Span>> places = new ArrayList<>();
    private long mostHeld;

    Watched(ArchiveStore archive) {
      this.archive = archive;
    }

    @Override
    public List<Span> read(TraceId id, TracePart.Place place) {
      System.gc();
      mostHeld = Math.max(mostHeld, places.stream().filter(span -> span.get() != null).count());
      List<Span> copies =
          archive.read(id, place).stream().map(span -> span.toBuilder().build()).toList();
      places.add(new WeakReference<>(copies.get(0)));
      return copies;
    }

    @Override
    public Writer open(Partition partition) {
      return archive.open(partition);
    }
  }
}
