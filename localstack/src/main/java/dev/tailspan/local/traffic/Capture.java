package dev.tailspan.local.traffic;

import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads the bundled capture. Where it comes from, and its licence: {@code SOURCES.md} beside it.
 */
final class Capture {
  private static final String RESOURCE = "online-boutique.csv.gz";
  private static final int COLUMNS = 8;

  private Capture() {}

  /** All spans in the order of the file: trace by trace. */
  static List<CapturedSpan> load() {
    try (InputStream in = Capture.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the build");
      }
      return read(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }

  static List<CapturedSpan> read(InputStreamReader csv) throws IOException {
    List<CapturedSpan> spans = new ArrayList<>(24_000);
    var lines = new BufferedReader(csv);
    lines.readLine(); // the names of the columns
    int number = 1;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      try {
        spans.add(parse(line.split(",", -1)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
      }
    }
    return spans;
  }

  /** TraceID, SpanID, ParentID, PodName, OperationName, start, end, duration (not needed). */
  private static CapturedSpan parse(String[] columns) {
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException(columns.length + " columns instead of " + COLUMNS);
    }
    return new CapturedSpan(
        TraceId.fromHex(columns[0]),
        SpanId.fromHex(columns[1]),
        columns[2].equals("root") ? SpanId.NONE : SpanId.fromHex(columns[2]),
        columns[3],
        columns[4],
        Long.parseLong(columns[5]),
        Long.parseLong(columns[6]));
  }
}
