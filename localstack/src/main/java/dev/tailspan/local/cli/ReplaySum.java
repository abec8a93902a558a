package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The answers to replays of windows that follow one another, as one. */
final class ReplaySum {
  private static final List<String> SUMS = List.of("bytesRead", "compared", "gained", "lost");
  private static final List<String> SIDES = List.of("candidate", "inForce");
  private static final String PER_DAY = "perDay";

  private final int examples;
  private final ObjectNode sum = JsonNodeFactory.instance.objectNode();
  private double millis;

  /**
   * @param examples at most so many of each kind
   */
  ReplaySum(int examples) {
    this.examples = examples;
  }

  /** Adds an answer; false when it covers nothing. */
  boolean add(JsonNode answer) {
    double covered = millis(answer.path("covered"));
    if (covered <= 0) {
      return false;
    }
    for (String name : List.of("source", "estimated", "leftOut", "warnings", "pricesAsOf")) {
      sum.set(name, answer.path(name));
    }
    sum.set("complete", answer.path("complete"));
    widen(answer.path("covered"));
    for (String name : SUMS) {
      if (answer.has(name)) {
        sum.put(name, sum.path(name).asLong() + answer.path(name).asLong());
      }
    }
    SIDES.forEach(side -> side(sum.withObjectProperty(side), answer.path(side), covered));
    examples("gainedExamples", answer);
    examples("lostExamples", answer);
    millis += covered;
    return true;
  }

  private static double millis(JsonNode window) {
    return Duration.between(instant(window, "start"), instant(window, "end")).toMillis();
  }

  private static Instant instant(JsonNode window, String name) {
    return Instant.parse(window.path(name).asText());
  }

  private void widen(JsonNode window) {
    ObjectNode covered = sum.withObjectProperty("covered");
    for (String name : List.of("start", "end")) {
      boolean first = !covered.has(name);
      boolean wider =
          first || name.equals("start") == instant(window, name).isBefore(instant(covered, name));
      if (wider) {
        covered.set(name, window.path(name));
      }
    }
  }

  /** Sums are added; what is a day is the mean over the time that both cover. */
  private void side(ObjectNode into, JsonNode answer, double covered) {
    for (Map.Entry<String, JsonNode> field : answer.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (name.equals(PER_DAY)) {
        mean(into.withObjectProperty(name), value, covered);
      } else if (value.isObject()) {
        side(into.withObjectProperty(name), value, covered);
      } else if (value.isNumber()) {
        put(into, name, into.path(name).asDouble() + value.asDouble());
      } else {
        into.set(name, value);
      }
    }
  }

  private void mean(ObjectNode into, JsonNode answer, double covered) {
    for (Map.Entry<String, JsonNode> field : answer.properties()) {
      if (field.getValue().isObject()) {
        mean(into.withObjectProperty(field.getKey()), field.getValue(), covered);
      } else {
        double before = into.path(field.getKey()).asDouble() * millis;
        double now = field.getValue().asDouble() * covered;
        put(into, field.getKey(), (before + now) / (millis + covered));
      }
    }
  }

  private static void put(ObjectNode into, String name, double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1L << 53) {
      into.put(name, (long) number);
    } else {
      into.put(name, number);
    }
  }

  private void examples(String name, JsonNode answer) {
    ArrayNode all = sum.withArrayProperty(name);
    for (JsonNode example : answer.path(name)) {
      if (all.size() < examples) {
        all.add(example);
      }
    }
  }

  ObjectNode json() {
    return sum;
  }
}
