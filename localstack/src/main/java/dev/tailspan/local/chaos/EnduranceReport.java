package dev.tailspan.local.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of it.
 *
 * @param samples every 30 seconds
 * @param warmSeconds memory is judged from here on
 * @param neighbourMillis how long each neighbour of the hot trace waited for its decision
 * @param hot what is known of the hot trace, a sentence
 */
public record EnduranceReport(
    Endurance.Plan plan,
    List<Sample> samples,
    double warmSeconds,
    List<Long> neighbourMillis,
    String hot,
    Audit.Account account,
    Findings findings) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MOST_GROWTH = 1.1;
  private static final long MOST_MILLIS = 60_000;

  /** One thing that was to hold. */
  private record Verdict(boolean holds, String text) {}

  /** Whether all holds. */
  public boolean good() {
    return findings.none() && verdicts().stream().allMatch(Verdict::holds);
  }

  private List<Verdict> verdicts() {
    List<Verdict> verdicts = new ArrayList<>();
    for (String process : samples.get(samples.size() - 1).kilobytes().keySet()) {
      verdicts.add(memory(process));
    }
    verdicts.add(bounded("iterator lag", samples.stream().map(Sample::iteratorAgeMillis).toList()));
    verdicts.add(
        bounded("watermark lag", samples.stream().map(Sample::watermarkLagMillis).toList()));
    verdicts.add(bounded("decision of the hot trace's neighbours", neighbourMillis));
    return verdicts;
  }

  private Verdict memory(String process) {
    List<Long> warm =
        samples.stream()
            .filter(sample -> sample.seconds() >= warmSeconds)
            .map(sample -> sample.kilobytes().getOrDefault(process, 0L))
            .toList();
    if (warm.size() < 2) {
      return new Verdict(true, "memory of " + process + " is not judged in so short a time");
    }
    long first = median(warm.subList(0, warm.size() / 2));
    long second = median(warm.subList(warm.size() / 2, warm.size()));
    return new Verdict(
        second <= first * MOST_GROWTH,
        String.format(
            Locale.ROOT,
            "memory of %s: median %d MB, then %d MB (%+.1f %%)",
            process,
            first / 1024,
            second / 1024,
            (second * 100.0 / Math.max(1, first)) - 100));
  }

  private static Verdict bounded(String what, List<Long> millis) {
    long most = millis.stream().mapToLong(Long::longValue).max().orElse(0);
    return new Verdict(
        most <= MOST_MILLIS,
        String.format(
            Locale.ROOT,
            "%s: median %.1f s, longest %.1f s, at most %d s are allowed",
            what,
            millis.isEmpty() ? 0 : median(millis) / 1000.0,
            most / 1000.0,
            MOST_MILLIS / 1000));
  }

  private static long median(List<Long> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  /** For people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "  seed %d, %d minutes at %.0f spans/s: %,d spans of %,d traces accepted, %,d kept, %,d"
                + " dropped, %,d records quarantined%n",
            plan.seed(),
            plan.lasting().toMinutes(),
            plan.spansPerSecond(),
            account.spans(),
            account.traces(),
            account.keptSpans(),
            account.droppedSpans(),
            account.quarantined()));
    text.append("  ").append(hot).append('\n');
    for (Verdict verdict : verdicts()) {
      text.append(verdict.holds() ? "  good  " : "  BAD   ").append(verdict.text()).append('\n');
    }
    text.append(findings).append('\n');
    findings.described().forEach(what -> text.append("  ").append(what).append('\n'));
    return text.toString();
  }

  /** The samples and the verdicts, for programs. */
  public byte[] json() throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put("seed", plan.seed()).put("minutes", plan.lasting().toMinutes());
    root.put("spansPerSecond", plan.spansPerSecond()).put("hotSpans", plan.hotSpans());
    root.put("good", good()).put("hot", hot).put("warmSeconds", Math.round(warmSeconds));
    ArrayNode verdicts = root.putArray("verdicts");
    for (Verdict verdict : verdicts()) {
      verdicts.addObject().put("holds", verdict.holds()).put("text", verdict.text());
    }
    ArrayNode wrong = root.putArray("findings");
    findings.described().forEach(wrong::add);
    ArrayNode waits = root.putArray("neighbourMillis");
    neighbourMillis.forEach(waits::add);
    ArrayNode all = root.putArray("samples");
    samples.forEach(sample -> sample.write(all.addObject()));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
  }
}
