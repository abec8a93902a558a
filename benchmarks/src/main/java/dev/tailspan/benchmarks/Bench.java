package dev.tailspan.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.LogManager;

/** {@code ./tailspan bench}: sections one after another, then one table, and a file in JSON. */
public final class Bench {
  static final List<Section> SECTIONS =
      List.of(
          new Section(
              "ingest", "cutting batches, beside zstd alone and parseFrom", IngestSection::measure),
          new Section("formats", "ingest of each wire format", FormatsSection::measure),
          new Section("decide", "ten policies, beside decoding", DecideSection::measure),
          new Section("finalize", "both use cases, stores in memory", FinalizeSection::measure),
          new Section("parquet", "writing the archive", ArchiveSection::write),
          new Section("lookup", "a trace by its id", ArchiveSection::lookUp),
          new Section("search", "over a day of archive, in DynamoDB Local", SearchSection::measure),
          new Section("analysis", "statistics, analysis, OTLP/JSON", AnalysisSection::measure),
          new Section("publish", "a span in the service it is of", PublishSection::measure),
          new Section("cost", "units, requests and dollars, by load", CostSection::measure),
          new Section("start", "functions to their first answer", StartSection::measure),
          new Section("warm", "functions at full load: CPU and memory", WarmSection::measure),
          new Section("growth", "all that from 10,000 spans up", GrowthSection::measure));

  private static final int FAILED = 1;
  private static final int NOT_UNDERSTOOD = 2;

  private final Options options;
  private final PrintStream out;
  private final Map<String, String> failed = new LinkedHashMap<>();

  private Bench(Options options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /** Ends the process with 1 when a section failed, with 2 when it was not understood. */
  public static void main(String... words) {
    LogManager.getLogManager().reset(); // of the emulators' and the SDK's start
    System.exit(run(List.of(words), SECTIONS, home(), System.out, System.err));
  }

  private static Path home() {
    return Path.of(System.getProperty("tailspan.home", ".tailspan"));
  }

  static int run(
      List<String> words, List<Section> all, Path home, PrintStream out, PrintStream err) {
    if (words.contains("--help") || words.contains("-h")) {
      out.print(Options.USAGE);
      return 0;
    }
    Options options;
    try {
      options = Options.parse(words, all, home);
      if (options.docs().isPresent()) {
        Page.check(options.docs().get().resolve(Page.FILE));
      }
    } catch (IllegalArgumentException e) {
      err.println("tailspan bench: " + e.getMessage());
      err.print(Options.USAGE);
      return NOT_UNDERSTOOD;
    }
    if (options.list()) {
      all.forEach(section -> out.printf(Locale.ROOT, "%-9s %s%n", section.name(), section.about()));
      return 0;
    }
    try {
      return new Bench(options, out).run() ? 0 : FAILED;
    } catch (IOException e) {
      err.println("tailspan bench: the figures could not be written: " + e);
      return FAILED;
    }
  }

  private boolean run() throws IOException {
    Map<String, String> machine = Machine.now(options);
    Run run = new Run(options, out);
    long began = System.nanoTime();
    for (Section section : options.sections()) {
      try {
        run.measure(section);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failed.put(section.name(), "interrupted");
        break;
      } catch (Exception e) { // whatever it is, the others' figures are worth having
        failed.put(section.name(), e.toString());
        out.println("  failed: " + e);
      }
    }
    machine.put("seconds", Long.toString((System.nanoTime() - began) / 1_000_000_000));
    out.println();
    out.print(Report.table(run.measurements()));
    run.notes().forEach(note -> out.println("- " + note));
    failed.forEach((section, why) -> out.printf("- %s FAILED: %s%n", section, why));
    write(options.json(), Report.json(machine, run, failed));
    if (options.docs().isPresent()) {
      writeDocs(options.docs().get(), machine, run);
    }
    return failed.isEmpty();
  }

  private void writeDocs(Path docs, Map<String, String> machine, Run run) throws IOException {
    Path page = docs.resolve(Page.FILE);
    write(page, Page.with(Files.readString(page), machine, run));
    var plot = GrowthPlot.of(run.growth());
    if (plot.isPresent()) {
      write(docs.resolve("growth.svg"), plot.get());
    }
  }

  private void write(Path file, String text) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, text);
    out.println("written: " + file);
  }
}
