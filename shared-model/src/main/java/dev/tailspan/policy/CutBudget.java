package dev.tailspan.policy;

import java.util.Arrays;

/**
 * A budget that cuts the traces of a round at one threshold, as the processor does with its gate
 * {@code usetracestate} ({@code budget_limiting.go}): taken from the highest randomness down to the
 * first that does not fit. Traces that cost more than the burst are left out.
 */
final class CutBudget implements Budget {
  private final double available;
  private final double burst;
  private long[] randomness = new long[16];
  private double[] costs = new double[16];
  private double[] sums = new double[0];
  private int size;
  private long threshold;
  private double taken;

  /**
   * @param available what there is for this round; a fraction counts for nothing
   */
  CutBudget(double available, double burst) {
    this.available = available;
    this.burst = burst;
  }

  @Override
  public int request(long randomness, long cost) {
    if (size == costs.length) {
      this.randomness = Arrays.copyOf(this.randomness, 2 * size);
      costs = Arrays.copyOf(costs, 2 * size);
    }
    this.randomness[size] = randomness;
    costs[size] = cost;
    return size++;
  }

  /** What each request and all before it cost, leaving out what never passes. */
  private void sum() {
    sums = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += costs[i] > burst ? 0 : costs[i];
      sums[i] = sum;
    }
  }

  @Override
  public void close() {
    sum();
    int first = firstOver(Math.floor(available));
    if (first == size) {
      threshold = 0;
      taken = size == 0 ? 0 : sums[size - 1];
      return;
    }
    // A threshold cannot part equal randomness, so all of them stay outside.
    int kept = first;
    while (kept > 0 && randomness[kept - 1] == randomness[first]) {
      kept--;
    }
    taken = kept == 0 ? 0 : sums[kept - 1];
    threshold = taken == 0 ? OtelTraceState.NEVER : randomness[first] + 1;
  }

  /** The first request with which the sum exceeds that much. */
  private int firstOver(double most) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sums[middle] > most) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  @Override
  public boolean admitted(int request) {
    return costs[request] <= burst && randomness[request] >= threshold;
  }

  @Override
  public long threshold(int request) {
    return admitted(request) ? threshold : threshold((long) costs[request]);
  }

  @Override
  public long threshold(long cost) {
    double room = Math.floor(available) - cost;
    if (cost > burst || room < 0) {
      return OtelTraceState.NEVER;
    }
    int first = firstOver(room);
    return first == size ? 0 : randomness[first] + 1;
  }

  /** The threshold of the round. */
  long threshold() {
    return threshold;
  }

  @Override
  public double left() {
    return available - taken;
  }
}
