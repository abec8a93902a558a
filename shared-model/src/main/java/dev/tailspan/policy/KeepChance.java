package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The probability that a trace is kept, over all the ids it might have had.
 *
 * <p>Only probabilistic policies are random, and only through one hash per salt, uniform over its
 * range. Their limits cut that range into a few cells inside which every vote is the same, so
 * asking the policies once in each cell and adding up the sizes of the cells where the trace is
 * kept is exact: no model of how {@code and}, {@code not} and {@code drop} combine is needed.
 * Policies that share no salt are independent and asked in groups of their own, so that many salts
 * add up instead of multiplying.
 *
 * <p>Without {@code and}, {@code not} and {@code drop} this comes to 1 - product over the salts of
 * (1 - largest probability under that salt).
 */
final class KeepChance {
  /** Cells of one group; more would need a single policy of a dozen different salts. */
  static final int MAX_CELLS = 4_096;

  private final List<Group> groups;

  private KeepChance(List<Group> groups) {
    this.groups = groups;
  }

  /**
   * @param size share of the salt's range that the cell takes
   * @param hash any hash in the cell
   */
  private record Cell(double size, long hash) {}

  private record Group(List<Policy> policies, Map<Salt, List<Cell>> cells) {
    long count() {
      double count = 1;
      for (List<Cell> perSalt : cells.values()) {
        count *= perSalt.size();
      }
      return (long) count;
    }
  }

  static KeepChance of(List<Policy> policies) {
    List<List<Policy>> groups = new ArrayList<>();
    for (Policy policy : policies) {
      if (!policy.draws().isEmpty()) {
        join(groups, policy);
      }
    }
    return new KeepChance(
        groups.stream().map(group -> new Group(List.copyOf(group), cells(group))).toList());
  }

  private static void join(List<List<Policy>> groups, Policy policy) {
    List<Policy> joined = new ArrayList<>();
    for (List<Policy> group : List.copyOf(groups)) {
      if (group.stream().anyMatch(other -> shareSalt(other, policy))) {
        joined.addAll(group);
        groups.remove(group);
      }
    }
    joined.add(policy);
    groups.add(joined);
  }

  private static boolean shareSalt(Policy a, Policy b) {
    return a.draws().stream()
        .anyMatch(x -> b.draws().stream().anyMatch(y -> x.salt().equals(y.salt())));
  }

  private static Map<Salt, List<Cell>> cells(List<Policy> group) {
    Map<Salt, TreeMap<Long, Double>> limits = new LinkedHashMap<>();
    for (Policy policy : group) {
      for (ProbabilisticPolicy draw : policy.draws()) {
        limits
            .computeIfAbsent(
                draw.salt(), s -> new TreeMap<>((Comparator<Long>) Long::compareUnsigned))
            .put(draw.limit(), draw.probability());
      }
    }
    Map<Salt, List<Cell>> cells = new LinkedHashMap<>();
    limits.forEach((salt, perLimit) -> cells.put(salt, cut(perLimit)));
    return cells;
  }

  private static List<Cell> cut(NavigableMap<Long, Double> limits) {
    List<Cell> cells = new ArrayList<>();
    double below = 0;
    for (Map.Entry<Long, Double> limit : limits.entrySet()) {
      cells.add(new Cell(limit.getValue() - below, limit.getKey()));
      below = limit.getValue();
    }
    if (limits.lastKey() != -1) {
      cells.add(new Cell(1 - below, -1));
    }
    return cells;
  }

  /** Whether every group can be enumerated. */
  boolean isCountable() {
    return groups.stream().allMatch(group -> group.count() <= MAX_CELLS);
  }

  /**
   * The share of ids under which the trace is kept.
   *
   * @param certain whether a policy that is not random samples the trace, and none of that kind
   *     drops it
   * @return between 0 and 1
   */
  double of(StagedTrace trace, boolean certain) {
    double undropped = 1;
    double kept = certain ? 1 : 0;
    for (Group group : groups) {
      double[] sums = new double[2];
      enumerate(group, List.copyOf(group.cells().keySet()), new HashMap<>(), 1, trace, sums);
      kept = kept * sums[0] + (undropped - kept) * sums[1];
      undropped *= sums[0];
    }
    return kept;
  }

  /** Adds to {@code sums} the share not dropped, and the share not dropped and sampled. */
  private static void enumerate(
      Group group,
      List<Salt> salts,
      Map<Salt, Long> hashes,
      double size,
      StagedTrace trace,
      double[] sums) {
    if (hashes.size() == salts.size()) {
      ask(group, salt -> hashes.getOrDefault(salt, 0L), size, trace, sums);
      return;
    }
    Salt salt = salts.get(hashes.size());
    for (Cell cell : group.cells().getOrDefault(salt, List.of())) {
      hashes.put(salt, cell.hash());
      enumerate(group, salts, hashes, size * cell.size(), trace, sums);
      hashes.remove(salt);
    }
  }

  private static void ask(Group group, Draw draw, double size, StagedTrace trace, double[] sums) {
    boolean sampled = false;
    for (Policy policy : group.policies()) {
      if (policy instanceof DropPolicy drop) {
        if (drop.ask(trace, draw).drops()) {
          return;
        }
      } else {
        sampled = sampled || policy.evaluate(trace, draw).sampled();
      }
    }
    sums[0] += size;
    sums[1] += sampled ? size : 0;
  }
}
