package dev.tailspan.functions.finalize;

import dev.tailspan.functions.common.FindingsJson;
import dev.tailspan.functions.self.LogFields;
import dev.tailspan.storage.CurrentPolicy;
import java.time.Instant;

/** What a line of the log says of a refused policy file, to be searched, counted and alarmed on. */
final class RefusedPolicyLine {
  /** A line of CloudWatch's holds 256 KB; the status has them all. */
  private static final int MOST_PROBLEMS = 50;

  private RefusedPolicyLine() {}

  /**
   * Its fields.
   *
   * @param loads how often the invocation looked at the file
   */
  static LogFields of(CurrentPolicy refused, long loads) {
    return out -> {
      out.writeStringField("event", "policy_file_refused");
      out.writeNumberField("refusedPolicyLoads", loads);
      if (refused.sinceMillis().isPresent()) {
        out.writeStringField(
            "uploaded", Instant.ofEpochMilli(refused.sinceMillis().getAsLong()).toString());
      }
      out.writeNumberField("problemCount", refused.problems().size());
      FindingsJson.write(out, "problems", refused.problems(), MOST_PROBLEMS);
    };
  }
}
