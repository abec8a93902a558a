package dev.tailspan.trace;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.Store;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.util.Iterator;

/**
 * A DDSketch of durations (Masson et al., "DDSketch: A Fast and Fully-Mergeable Quantile Sketch",
 * VLDB 2019): quantiles within 1 % of the value, the same whatever the order of adding and merging.
 * Durations are cut to 1 µs to 1 day, so that the bins are bounded (under 1,300) and none is ever
 * collapsed, which would depend on the order.
 */
final class LatencySketch {
  static final double RELATIVE_ACCURACY = 0.01;
  static final long MIN_NANOS = 1_000;
  static final long MAX_NANOS = 86_400_000_000_000L;

  private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(RELATIVE_ACCURACY);

  /** The bin of the shortest duration. */
  static final int MIN_BIN = MAPPING.index(MIN_NANOS);

  /** The bin of the longest duration. */
  static final int MAX_BIN = MAPPING.index(MAX_NANOS);

  private final DDSketch sketch = new DDSketch(MAPPING, UnboundedSizeDenseStore::new);

  void add(long nanos) {
    sketch.accept(Math.max(MIN_NANOS, Math.min(MAX_NANOS, nanos)));
  }

  /**
   * @param bin from {@link #MIN_BIN} to {@link #MAX_BIN}
   */
  void addBin(int bin, long count) {
    sketch.getPositiveValueStore().add(bin, count);
  }

  void merge(LatencySketch other) {
    sketch.mergeWith(other.sketch);
  }

  /** Bins in ascending order; those without a count may be among them. */
  Iterator<Bin> bins() {
    return sketch.getPositiveValueStore().getAscendingIterator();
  }

  long count() {
    return (long) sketch.getCount();
  }

  /** 0 when nothing was added. */
  long quantile(double q) {
    return sketch.isEmpty() ? 0 : Math.round(sketch.getValueAtQuantile(q));
  }

  /** The longest duration that this sketch does not tell apart from the quantile. */
  long longestAt(double q) {
    return sketch.isEmpty() ? 0 : (long) MAPPING.upperBound(MAPPING.index(quantile(q)));
  }

  /** The share of durations that lie in a lower bin than this one. */
  double shareBelow(long nanos) {
    if (sketch.isEmpty()) {
      return 0;
    }
    int bin = MAPPING.index(Math.max(MIN_NANOS, Math.min(MAX_NANOS, nanos)));
    Store store = sketch.getPositiveValueStore();
    double[] below = {0};
    store.forEach((index, count) -> below[0] += index < bin ? count : 0);
    return below[0] / store.getTotalCount();
  }
}
