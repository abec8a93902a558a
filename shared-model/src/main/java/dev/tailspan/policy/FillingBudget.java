package dev.tailspan.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A budget that is filled up: a trace that does not fit leaves its room to smaller ones behind it,
 * as the processor's token bucket does. Given the others, a trace is let through exactly while it
 * stands before the first place at which less than its cost is left of what they take. Having been
 * let through at i, it has itself taken its cost; without it, all goes on the same until the first
 * trace that was turned away for lack of no more than that cost, and there its own room ends. That
 * place is its threshold, and 1 / P(randomness at or above it) an unbiased weight (adaptive
 * threshold sampling: Ting 2017, arXiv:1708.04970; priority sampling: Duffield, Lund and Thorup,
 * JACM 2007).
 */
final class FillingBudget implements Budget {
  private record Request(long randomness, double cost, double leftBefore, boolean admitted) {}

  private final double available;
  private final double burst;
  private double left;
  private final List<Request> requests = new ArrayList<>();
  private double[] leftAfterAdmitted = new double[0];
  private long[] randomnessOfAdmitted = new long[0];
  private long[] thresholds = new long[0];

  /**
   * @param available what there is for this round
   * @param burst a trace that costs more never passes
   */
  FillingBudget(double available, double burst) {
    this.available = available;
    this.burst = burst;
    this.left = available;
  }

  @Override
  public int request(long randomness, long cost) {
    boolean admitted = cost <= burst && cost <= left;
    requests.add(new Request(randomness, cost, left, admitted));
    left -= admitted ? cost : 0;
    return requests.size() - 1;
  }

  @Override
  public boolean admitted(int request) {
    return requests.get(request).admitted();
  }

  @Override
  public void close() {
    thresholds = new long[requests.size()];
    List<Request> admitted = requests.stream().filter(Request::admitted).toList();
    leftAfterAdmitted = admitted.stream().mapToDouble(r -> r.leftBefore() - r.cost()).toArray();
    randomnessOfAdmitted = admitted.stream().mapToLong(Request::randomness).toArray();
    int[] refused = new int[requests.size()];
    double[] lacking = new double[requests.size()];
    int depth = 0;
    // Refused ones to the right of i, the nearest on top; one that lacks more than a nearer one
    // can never be the first.
    for (int i = requests.size() - 1; i >= 0; i--) {
      Request request = requests.get(i);
      if (request.admitted()) {
        thresholds[i] = firstLacking(request.cost(), refused, lacking, depth);
        continue;
      }
      thresholds[i] = threshold((long) request.cost());
      double lacks = request.cost() - request.leftBefore();
      if (request.cost() <= burst) {
        while (depth > 0 && lacking[depth - 1] >= lacks) {
          depth--;
        }
        refused[depth] = i;
        lacking[depth++] = lacks;
      }
    }
  }

  /** Lacking falls with the depth below the top, so the nearest that is small enough is found. */
  private long firstLacking(double most, int[] refused, double[] lacking, int depth) {
    int low = 0;
    int high = depth; // entries below low lack little enough, if any do
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lacking[middle] <= most) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : requests.get(refused[low - 1]).randomness() + 1;
  }

  @Override
  public long threshold(int request) {
    return thresholds[request];
  }

  @Override
  public long threshold(long cost) {
    if (cost > burst || cost > available) {
      return OtelTraceState.NEVER;
    }
    int low = 0;
    int high = leftAfterAdmitted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (leftAfterAdmitted[middle] >= cost) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == leftAfterAdmitted.length ? 0 : randomnessOfAdmitted[low] + 1;
  }

  @Override
  public double left() {
    return left;
  }

  @Override
  public String toString() {
    return left + " left of " + available + " after " + Arrays.toString(randomnessOfAdmitted);
  }
}
