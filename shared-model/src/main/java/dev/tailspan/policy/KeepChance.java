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

  private record Group(List<Policy> policies, Map<Salt, List<Cell>> cells, boolean drops) {
    long count() {
      double count = 1;
      for (List<Cell> perSalt : cells.values()) {
        count *= perSalt.size();
      }
      return (long) count;
    }
  }

  static KeepChance of(List<Policy> policies) {
    int[] roots = new int[policies.size()];
    Map<Salt, Integer> owners = new HashMap<>();
    for (int i = 0; i < roots.length; i++) {
      roots[i] = i;
      for (ProbabilisticPolicy draw : policies.get(i).draws()) {
        Integer owner = owners.putIfAbsent(draw.salt(), i);
        if (owner != null) {
          join(roots, owner, i);
        }
      }
    }
    // In the order of the file: sums of doubles must come out the same in every process.
    Map<Integer, List<Policy>> groups = new LinkedHashMap<>();
    for (int i = 0; i < roots.length; i++) {
      if (!policies.get(i).draws().isEmpty()) {
        groups.computeIfAbsent(root(roots, i), r -> new ArrayList<>()).add(policies.get(i));
      }
    }
    return new KeepChance(groups.values().stream().map(KeepChance::group).toList());
  }

  private static void join(int[] roots, int a, int b) {
    int rootA = root(roots, a);
    int rootB = root(roots, b);
    roots[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  private static int root(int[] roots, int of) {
    int i = of;
    while (roots[i] != i) {
      roots[i] = roots[roots[i]];
      i = roots[i];
    }
    return i;
  }

  private static Group group(List<Policy> policies) {
    boolean drops = policies.stream().anyMatch(DropPolicy.class::isInstance);
    return new Group(List.copyOf(policies), cells(policies), drops);
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
   * @return from 2^-64, the smallest share there is, to 1
   */
  double of(StagedTrace trace, boolean certain) {
    double undropped = 1;
    double kept = certain ? 1 : 0;
    for (Group group : groups) {
      // The shares of a group without drops add up to 1, but doubles only nearly do.
      if (group.drops() || kept < undropped) {
        double[] sums = new double[2];
        enumerate(group, List.copyOf(group.cells().keySet()), new HashMap<>(), 1, trace, sums);
        double spared = group.drops() ? sums[0] : 1;
        kept = kept * spared + (undropped - kept) * sums[1];
        undropped *= spared;
      }
    }
    return Math.max(Math.min(1, kept), 0x1p-64);
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
