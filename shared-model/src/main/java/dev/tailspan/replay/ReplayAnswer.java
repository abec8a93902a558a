package dev.tailspan.replay;

import dev.tailspan.model.TraceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a replay came to. Answers of windows that follow one another can be added up.
 *
 * @param covered what was replayed; empty when not even the first step fitted into the bounds
 * @param next what is left of what was asked for; empty when all was replayed
 * @param cutBy the bound that was reached, where something is left
 * @param bytesRead of staged blocks as stored, or of archived traces as OTLP
 * @param compared traces that both files decided
 * @param gained traces that only the candidate keeps; empty where that cannot be told, as the
 *     archive holds none that the file in force dropped
 * @param lost traces that only the file in force keeps
 * @param leftOut policies of the candidate that count as if they kept nothing, as the budgets in
 *     them cannot be spent on a sample of the traffic
 */
public record ReplayAnswer(
    Window covered,
    Optional<Window> next,
    Optional<Bound> cutBy,
    long bytesRead,
    Side candidate,
    Side inForce,
    long compared,
    OptionalLong gained,
    long lost,
    List<Change> gainedExamples,
    List<Change> lostExamples,
    List<String> leftOut) {
  private static final double DAY_MILLIS = 86_400_000.0;

  public ReplayAnswer {
    gainedExamples = List.copyOf(gainedExamples);
    lostExamples = List.copyOf(lostExamples);
    leftOut = List.copyOf(leftOut);
  }

  /** Why a replay ended early. */
  public enum Bound {
    TIME,
    BYTES,
    TRACES
  }

  /**
   * What one file makes of the traffic. From the archive these are estimates and no whole numbers.
   *
   * @param version of the policy file
   * @param traces decided
   * @param spans of these
   * @param keptSpans of kept traces
   * @param keptBytes of kept traces as OTLP protobuf, uncompressed, as they were when decided
   * @param keptByPolicy traces
   * @param steps of a bucket in which any trace is kept: each writes a file and a catalog entry
   */
  public record Side(
      String version,
      double traces,
      double spans,
      double keptSpans,
      double keptBytes,
      Map<String, Double> keptByPolicy,
      long steps) {
    public Side {
      keptByPolicy = Map.copyOf(keptByPolicy);
    }

    public double kept() {
      return keptByPolicy.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /**
   * A trace that changes sides.
   *
   * @param inForce why the file in force decided as it did
   * @param candidate why the candidate does otherwise
   */
  public record Change(
      TraceId id,
      String rootService,
      String rootName,
      long durationNanos,
      String inForce,
      String candidate) {}

  /** A sum over what was replayed, a day; 0 when nothing was. */
  public double perDay(double sum) {
    return covered.isEmpty() ? 0 : sum * DAY_MILLIS / covered.millis();
  }
}
