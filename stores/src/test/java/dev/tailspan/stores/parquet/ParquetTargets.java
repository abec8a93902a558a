package dev.tailspan.stores.parquet;

import dev.tailspan.fuzz.FuzzTarget;
import dev.tailspan.fuzz.FuzzTargets;
import dev.tailspan.model.RandomSpans;
import dev.tailspan.model.Span;
import dev.tailspan.model.TestTraces;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.contract.ArchivedSpans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Archived files, and the column in them whose form is our own. */
public final class ParquetTargets implements FuzzTargets {
  private static final TraceId ID = TestTraces.id(1);
  private static final String FILE = "traces/some.parquet";

  @Override
  public List<FuzzTarget> all() {
    return List.of(
        new FuzzTarget("parquet", files(), ParquetTargets::file),
        new FuzzTarget("remainder", remainders(), ParquetTargets::remainder));
  }

  private static void file(byte[] input) {
    TracePart.Place place =
        new TracePart.Place(FILE, input.length, 0, 0, "PAR1".length(), input.length);
    FetchedRanges whole =
        new FetchedRanges(FILE, input.length, List.of(new FetchedRanges.Range(0, input)));
    try (RowGroupReader rowGroup = new RowGroupReader(place, whole)) {
      for (Span span : rowGroup.read(ID)) {
        FuzzTarget.check(span.traceId().equals(ID), "a span of " + span.traceId());
      }
    } catch (StorageException e) {
      FuzzTarget.check(String.valueOf(e.getMessage()).contains(FILE), e.getMessage());
    }
  }

  private static List<byte[]> files() {
    List<byte[]> files = new ArrayList<>();
    files.add(written(TestTraces.trace(1, 4)));
    RandomSpans random = new RandomSpans(5);
    files.add(written(Stream.generate(() -> random.span(ID)).limit(3).toList()));
    return files;
  }

  private static byte[] written(List<Span> spans) {
    try {
      Path folder = Files.createTempDirectory("tailspan-fuzz-");
      try (ArchiveStore.Writer writer =
          ParquetArchiveStore.inFolder(folder, new UsageMeter())
              .open(new ArchiveStore.Partition(1, 3, 7))) {
        writer.add(ArchivedSpans.kept(ID, spans));
        return Files.readAllBytes(folder.resolve(writer.finish().get(ID).get(0).file()));
      } finally {
        try (Stream<Path> all = Files.walk(folder)) {
          all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@link RowGroupReader} names the file of all that a reader of columns throws, but no Error. */
  private static void remainder(byte[] input) {
    try {
      RemainderReader remainder = new RemainderReader(input);
      remainder.attributes(List.of("a", "b"), List.of("1", "true"));
      remainder.attributes(List.of("c"), List.of("x"));
      remainder.eventTime(1, 2);
      remainder.linkFlags(1);
    } catch (IOException | RuntimeException e) {
      FuzzTarget.check(e.getCause() != e, "a cause of itself");
    }
  }

  private static List<byte[]> remainders() {
    RandomSpans random = new RandomSpans(9);
    RemainderWriter writer = new RemainderWriter();
    KeyTexts keys = new KeyTexts();
    return Stream.generate(() -> random.span(ID))
        .map(span -> TextSpan.of(span, TextAttributes.of(span.resource().attributes(), keys), keys))
        .map(texts -> writer.write(texts.span(), texts.lists()).getBytes())
        .limit(8)
        .toList();
  }
}
