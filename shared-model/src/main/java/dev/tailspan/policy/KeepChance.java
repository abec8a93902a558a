package dev.tailspan.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The probability that a trace is kept, over all the ids it might have had, the other traces being
 * as they are.
 *
 * <p>Probabilistic policies are random through one hash per salt, budgets through the trace's
 * randomness: each uniform over its range. Their limits cut those ranges into a few cells inside
 * which every vote is the same, so asking the policies once in each cell and adding up the sizes of
 * the cells where the trace is kept is exact: no model of how {@code and}, {@code not} and {@code
 * drop} combine is needed. Policies that share no axis are independent and asked in groups of their
 * own, so that many salts add up instead of multiplying.
 *
 * <p>Without {@code and}, {@code not} and {@code drop} this comes to 1 - product over the salts of
 * (1 - largest probability under that salt). What head sampling let through before comes on top:
 * its threshold cuts the range of randomness too.
 */
final class KeepChance {
  /** Cells of one group; more would need a single policy of a dozen different salts. */
  static final int MAX_CELLS = 4_096;

  /**
   * What {@link #of} says of a trace that is not kept under any id: the smallest share there is.
   */
  static final double LEAST = 0x1p-64;

  private static final double RANGE = OtelTraceState.NEVER;

  private final List<VoteTree> certain;
  private final List<Group> groups;

  private KeepChance(List<VoteTree> certain, List<Group> groups) {
    this.certain = certain;
    this.groups = groups;
  }

  /**
   * @param size share of the axis that the cell takes
   * @param value any value of the axis in the cell
   */
  private record Cell(double size, long value) {}

  /**
   * @param parts of all its trees
   * @param hashes the cells of each salt
   * @param consistent whether its votes can depend on randomness
   */
  private record Group(
      List<VoteTree> drops,
      List<VoteTree> policies,
      VoteTree.Parts parts,
      Map<Salt, List<Cell>> hashes,
      boolean consistent) {

    /** At most. */
    double count() {
      double count = consistent ? parts.limiters().size() + parts.chances().size() + 2 : 1;
      for (List<Cell> perSalt : hashes.values()) {
        count *= perSalt.size();
      }
      return count;
    }
  }

  /**
   * @param useTraceState whether probabilistic policies may follow a trace's randomness
   */
  static KeepChance of(List<VoteTree> drops, List<VoteTree> policies, boolean useTraceState) {
    List<VoteTree> all = new ArrayList<>(drops);
    all.addAll(policies);
    List<VoteTree.Parts> parts =
        all.stream().map(tree -> VoteTree.Parts.of(List.of(tree))).toList();
    int[] roots = roots(parts.stream().map(p -> axes(p, useTraceState)).toList());
    // In the order of the file: sums of doubles must come out the same in every process.
    Map<Integer, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < roots.length; i++) {
      if (!parts.get(i).isCertain()) {
        members.computeIfAbsent(root(roots, i), r -> new ArrayList<>()).add(i);
      }
    }
    List<Group> groups =
        members.values().stream()
            .map(
                group ->
                    group(
                        group.stream().filter(i -> i < drops.size()).map(all::get).toList(),
                        group.stream().filter(i -> i >= drops.size()).map(all::get).toList(),
                        useTraceState))
            .toList();
    return new KeepChance(
        policies.stream().filter(VoteTree.Certain.class::isInstance).toList(), groups);
  }

  private static Set<Axis> axes(VoteTree.Parts parts, boolean useTraceState) {
    Set<Axis> axes = new LinkedHashSet<>();
    parts.chances().forEach(chance -> axes.add(chance.salt()));
    if (!parts.limiters().isEmpty() || useTraceState && !parts.chances().isEmpty()) {
      axes.add(Axis.Consistent.RANDOMNESS);
    }
    return axes;
  }

  private static int[] roots(List<Set<Axis>> axes) {
    int[] roots = new int[axes.size()];
    Map<Axis, Integer> owners = new HashMap<>();
    for (int i = 0; i < roots.length; i++) {
      roots[i] = i;
      for (Axis axis : axes.get(i)) {
        Integer owner = owners.putIfAbsent(axis, i);
        if (owner != null) {
          join(roots, owner, i);
        }
      }
    }
    return roots;
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

  private static Group group(List<VoteTree> drops, List<VoteTree> policies, boolean useTraceState) {
    List<VoteTree> all = new ArrayList<>(drops);
    all.addAll(policies);
    VoteTree.Parts parts = VoteTree.Parts.of(all);
    boolean consistent = axes(parts, useTraceState).contains(Axis.Consistent.RANDOMNESS);
    return new Group(drops, policies, parts, hashes(parts.chances()), consistent);
  }

  private static Map<Salt, List<Cell>> hashes(Set<ProbabilisticPolicy> chances) {
    Map<Salt, TreeMap<Long, Double>> limits = new LinkedHashMap<>();
    for (ProbabilisticPolicy chance : chances) {
      limits
          .computeIfAbsent(
              chance.salt(), s -> new TreeMap<>((Comparator<Long>) Long::compareUnsigned))
          .put(chance.limit(), chance.probability());
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
   * @return from 2^-64, the smallest share there is, to 1
   */
  double of(CertainAnswers answers, RoundDraw draw) {
    double undropped = 1;
    double kept = certain.stream().anyMatch(t -> t.ask(answers, draw) == Answer.YES) ? 1 : 0;
    for (Group group : groups) {
      // The shares of a group without drops add up to 1, but doubles only nearly do.
      if (!group.drops().isEmpty() || kept < undropped) {
        double[] sums = new Cells(group, answers, draw).sums();
        double spared = group.drops().isEmpty() ? 1 : sums[0];
        kept = kept * spared + (undropped - kept) * sums[1];
        undropped *= spared;
      }
    }
    return Math.max(Math.min(1, kept) * throughHead(draw), LEAST);
  }

  /** The share of ids with which the trace came through what sampled it before. */
  static double throughHead(RoundDraw draw) {
    return (RANGE - draw.head()) / RANGE;
  }

  /** One trace in all the cells of a group. */
  private static final class Cells implements Draw {
    private final Group group;
    private final CertainAnswers answers;
    private final RoundDraw draw;
    private final List<Salt> salts;
    private final List<Cell> randomness;
    private final Map<Salt, Long> hashes = new HashMap<>();
    private final Map<Limiter, Long> thresholds = new HashMap<>();
    private final double[] sums = new double[2];
    private long here;

    Cells(Group group, CertainAnswers answers, RoundDraw draw) {
      this.group = group;
      this.answers = answers;
      this.draw = draw;
      // Of the two a probabilistic policy may follow only one, so the other need not be cut.
      this.salts = draw.isConsistent() ? List.of() : List.copyOf(group.hashes().keySet());
      group.parts().limiters().forEach(l -> thresholds.put(l, draw.leastRandomness(l)));
      this.randomness = group.consistent() ? randomnessCells() : List.of(new Cell(1, 0));
    }

    /** What is left above the head's threshold, cut where a vote may change. */
    private List<Cell> randomnessCells() {
      TreeSet<Long> starts = new TreeSet<>(thresholds.values());
      if (draw.isConsistent()) {
        group.parts().chances().forEach(chance -> starts.add(chance.strictness(draw)));
      }
      long head = Math.min(draw.head(), OtelTraceState.NEVER - 1);
      starts.removeIf(start -> start <= head || start >= OtelTraceState.NEVER);
      List<Cell> cells = new ArrayList<>();
      long from = head;
      for (long start : starts) {
        cells.add(new Cell((start - from) / (RANGE - head), from));
        from = start;
      }
      cells.add(new Cell((RANGE - from) / (RANGE - head), from));
      return cells;
    }

    /** The share not dropped, and the share not dropped and sampled. */
    double[] sums() {
      for (Cell cell : randomness) {
        here = cell.value();
        enumerate(0, cell.size());
      }
      return sums;
    }

    private void enumerate(int salt, double size) {
      if (salt == salts.size()) {
        ask(size);
        return;
      }
      for (Cell cell : group.hashes().getOrDefault(salts.get(salt), List.of())) {
        hashes.put(salts.get(salt), cell.value());
        enumerate(salt + 1, size * cell.size());
      }
    }

    private void ask(double size) {
      for (VoteTree drop : group.drops()) {
        if (drop.ask(answers, this) == Answer.YES) {
          return;
        }
      }
      sums[0] += size;
      for (VoteTree policy : group.policies()) {
        if (policy.ask(answers, this) == Answer.YES) {
          sums[1] += size;
          return;
        }
      }
    }

    @Override
    public long hash(Salt salt) {
      return hashes.getOrDefault(salt, 0L);
    }

    @Override
    public long randomness() {
      return here;
    }

    @Override
    public boolean isConsistent() {
      return draw.isConsistent();
    }

    @Override
    public boolean admits(Limiter limiter) {
      return here >= thresholds.getOrDefault(limiter, OtelTraceState.NEVER);
    }

    @Override
    public long threshold(Limiter limiter) {
      return 0;
    }

    @Override
    public RoundContext round() {
      return draw.round();
    }
  }
}
