package dev.tailspan.policy;

/** What the writer of any attribute policy may not expect. */
final class AttributeAdvice {
  private AttributeAdvice() {}

  static void give(Settings settings, Findings findings) {
    boolean invert = settings.flag("invert_match");
    if (settings.text("key").isEmpty()) {
      findings.warning(
          settings.place("key"),
          "Without a key " + (invert ? "every" : "no") + " trace is sampled.");
    }
    if (invert) {
      findings.warning(
          settings.place("invert_match"),
          "One matching resource or span keeps this policy from sampling the trace, but vetoes no"
              + " other policy; a trace that has the key nowhere is sampled.");
    }
  }
}
