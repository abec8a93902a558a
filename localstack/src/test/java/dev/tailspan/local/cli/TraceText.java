package dev.tailspan.local.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Small OTLP/JSON documents. */
final class TraceText {
  static final String A = "0af7651916cd43dd8448eb211c80319c";
  static final String B = "4bf92f3577b34da6a3ce929d0e0e4736";

  private TraceText() {}

  /** A span of so many milliseconds that starts at so many of its time. */
  static String span(String trace, int id, long startMillis, long millis) {
    return span(trace, id, startMillis, millis, "");
  }

  static String span(String trace, int id, long startMillis, long millis, String more) {
    return String.format(
        Locale.ROOT,
        "{\"traceId\":\"%s\",\"spanId\":\"%016x\",\"startTimeUnixNano\":\"%d\","
            + "\"endTimeUnixNano\":%d%s}",
        trace,
        id,
        (1_700_000_000_000L + startMillis) * 1_000_000,
        (1_700_000_000_000L + startMillis + millis) * 1_000_000,
        more);
  }

  /** A document in which each span is under a resource of its own. */
  static String document(String... spans) {
    StringBuilder text = new StringBuilder("{\"resourceSpans\":[");
    for (String span : spans) {
      text.append(text.charAt(text.length() - 1) == '[' ? "" : ",");
      text.append("{\"scopeSpans\":[{\"spans\":[").append(span).append("]}]}");
    }
    return text.append("]}").toString();
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
