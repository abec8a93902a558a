package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.Status;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Nearest;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code status_code}: any span with one of the codes. */
record StatusCodePolicy(String name, Set<Status.Code> codes, String threshold) implements Policy {
  private static final List<String> CODES = List.of("OK", "ERROR", "UNSET");

  static @Nullable StatusCodePolicy of(String name, Settings settings, Findings findings) {
    Set<Status.Code> codes = EnumSet.noneOf(Status.Code.class);
    List<Settings.Text> texts = settings.texts("status_codes");
    for (Settings.Text text : texts) {
      if (CODES.contains(text.text())) {
        codes.add(Status.Code.valueOf(text.text()));
      } else {
        unknown(text, findings);
      }
    }
    if (texts.isEmpty() && !settings.isWrong("status_codes")) {
      findings.problem(
          settings.place("status_codes"),
          "At least one status code is wanted: OK, ERROR or UNSET.");
    }
    if (codes.contains(Status.Code.UNSET)) {
      findings.warning(
          settings.place("status_codes"),
          "Nearly every trace has a span with status UNSET and so is sampled.");
    }
    return codes.isEmpty() ? null : new StatusCodePolicy(name, codes, threshold(codes));
  }

  private static void unknown(Settings.Text text, Findings findings) {
    String upper = text.text().toUpperCase(Locale.ROOT).trim();
    findings.problem(
        text.place(),
        Excerpt.quoted(text.text())
            + " is no status code; there are OK, ERROR and UNSET, in upper case.",
        CODES.contains(upper) ? upper : Nearest.to(text.text(), CODES));
  }

  private static String threshold(Set<Status.Code> codes) {
    return String.join(" or ", codes.stream().map(Status.Code::name).toList());
  }

  @Override
  public PolicyType type() {
    return PolicyType.STATUS_CODE;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    for (int i = 0; i < trace.spans().size(); i++) {
      Status.Code code = trace.spans().get(i).statusCode();
      if (codes.contains(code)) {
        return vote(true, "a span's status " + code, threshold);
      }
    }
    return vote(false, "no such status in " + trace.spans().size() + " spans", threshold);
  }
}
