package dev.tailspan.local.stack;

import java.util.Locale;

/**
 * The functions, with the bound of their heaps in megabytes: together the stack stays below 2 GB.
 */
public enum FunctionName {
  COLLECT(96),
  INGEST(160),
  FINALIZE(224),
  QUERY(192);

  private final int heapMegabytes;

  FunctionName(int heapMegabytes) {
    this.heapMegabytes = heapMegabytes;
  }

  int heapMegabytes() {
    return heapMegabytes;
  }

  /** As its module and its log file are called. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
