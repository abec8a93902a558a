package dev.tailspan.local.sizing;

import java.util.Locale;

/**
 * A limit and how much of it a load uses.
 *
 * @param raisable whether AWS raises it on request
 */
public record Limit(String name, double used, double most, boolean raisable) {
  public double share() {
    return used / most;
  }

  /** As in {@code Lambda concurrency 63 %}. */
  public String text() {
    double percent = 100 * share();
    return String.format(Locale.ROOT, percent < 10 ? "%s %.1f %%" : "%s %,.0f %%", name, percent);
  }
}
