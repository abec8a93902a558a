package dev.tailspan.storage.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.model.Span;
import dev.tailspan.storage.ArchiveStore.KeptTrace;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A name made from the content of traces, the same in every process. */
final class TraceHash {
  private static final int BYTES = 8;

  private TraceHash() {}

  /** 16 hex digits. */
  static String of(List<KeptTrace> traces) {
    try {
      // not hashCode: that of an enum differs between processes
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (KeptTrace trace : traces) {
        digest.update((trace.sampling() + "\n" + trace.summary() + "\n").getBytes(UTF_8));
        for (Span span : trace.spans()) {
          digest.update(span.toString().getBytes(UTF_8));
        }
      }
      return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
