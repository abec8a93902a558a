package dev.tailspan.benchmarks;

import dev.tailspan.storage.Usage;

/** What the archive costs: processor time and bytes of writing, requests and bytes of a lookup. */
final class ArchiveSection {
  private ArchiveSection() {}

  static void write(Run run) throws Exception {
    run.withFolder(
        folder -> {
          LocalArchive archive = new LocalArchive(folder);
          int count = run.choose(3_000, 10_000);
          int spans = count * KeptTraces.SPANS_PER_TRACE;
          new SideBySide(run, run.choose(3, 6))
              .with("Parquet write", () -> archive.write(count))
              .measure(spans);
          archive.usage();
          archive.write(count);
          Usage usage = archive.usage();
          run.measured(
              "archived span",
              Measurement.figures(
                  "B",
                  (double) usage.putBytes() / spans,
                  "B as OTLP",
                  archive.traces().otlpBytesPerSpan(),
                  "PUTs / M spans",
                  usage.puts() * 1e6 / spans));
        });
  }

  static void lookUp(Run run) throws Exception {
    run.withFolder(
        folder -> {
          LocalArchive archive = new LocalArchive(folder);
          int count = run.choose(2_000, 10_000);
          archive.write(count);
          int rounds = run.choose(2, 5);
          for (int round = 1; round < rounds; round++) {
            archive.lookUp();
          }
          run.note("a step of %,d kept spans", count * KeptTraces.SPANS_PER_TRACE);
          run.measured("a trace of 10 spans by its id", archive.lookUp());
        });
  }
}
