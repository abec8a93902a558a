package dev.tailspan.local.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a stack was at a moment.
 *
 * @param seconds since the begin
 * @param kilobytes resident memory by process
 * @param iteratorAgeMillis of the oldest record that ingest has not done
 * @param watermarkLagMillis how far the low watermark is behind
 * @param spansSent accepted of publishers
 * @param spansStaged by ingest
 * @param spansDecided by finalize
 */
record Sample(
    double seconds,
    Map<String, Long> kilobytes,
    long iteratorAgeMillis,
    long watermarkLagMillis,
    long spansSent,
    long spansStaged,
    long spansDecided) {

  String line() {
    String memory =
        kilobytes.entrySet().stream()
            .map(process -> process.getKey() + " " + process.getValue() / 1024)
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "  %5.0f s  MB: %s; lag: iterator %.1f s, watermark %.1f s; spans: sent %,d, staged %,d,"
            + " decided %,d",
        seconds,
        memory,
        iteratorAgeMillis / 1000.0,
        watermarkLagMillis / 1000.0,
        spansSent,
        spansStaged,
        spansDecided);
  }

  void write(ObjectNode node) {
    node.put("seconds", Math.round(seconds));
    node.put("iteratorAgeMillis", iteratorAgeMillis).put("watermarkLagMillis", watermarkLagMillis);
    node.put("spansSent", spansSent).put("spansStaged", spansStaged);
    node.put("spansDecided", spansDecided);
    ObjectNode memory = node.putObject("residentKilobytes");
    kilobytes.forEach(memory::put);
  }
}
