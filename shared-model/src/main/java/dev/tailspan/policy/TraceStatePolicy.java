package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.W3cTraceState;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

/** {@code trace_state}: any span whose W3C tracestate has one of the values under the key. */
record TraceStatePolicy(String name, String key, Set<String> values, String threshold)
    implements Policy {
  private static final int LONGEST = 256;

  static TraceStatePolicy of(String name, Settings settings, Findings findings) {
    String key = settings.text("key");
    Set<String> values = new LinkedHashSet<>();
    for (Settings.Text value : settings.texts("values")) {
      if (value.text().isEmpty()) {
        findings.warning(value.place(), "An empty text in the list matches nothing.");
      } else if (bytes(key) + bytes(value.text()) >= LONGEST) {
        findings.warning(
            value.place(), "Key and value have 256 characters or more and so match nothing.");
      } else {
        values.add(value.text());
      }
    }
    if (values.isEmpty() || key.isEmpty()) {
      findings.warning(
          settings.place(key.isEmpty() ? "key" : "values"),
          "Without a key and a value to compare with no trace is sampled.");
    }
    return new TraceStatePolicy(name, key, Set.copyOf(values), "one of " + Excerpt.list(values));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public PolicyType type() {
    return PolicyType.TRACE_STATE;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    String seen = "";
    for (int i = 0; i < trace.spans().size(); i++) {
      String valid = W3cTraceState.value(trace.spans().get(i).traceState(), key);
      String value = valid == null ? "" : valid;
      if (values.contains(value)) {
        return vote(true, "tracestate " + key + " " + Excerpt.quoted(value), threshold);
      }
      seen = seen.isEmpty() ? value : seen;
    }
    String found = seen.isEmpty() ? " absent" : " " + Excerpt.quoted(seen);
    return vote(false, "tracestate " + key + found, threshold);
  }
}
