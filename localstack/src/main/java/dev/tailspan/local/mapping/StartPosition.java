package dev.tailspan.local.mapping;

/** Where a mapping without checkpoints begins. */
public enum StartPosition {
  TRIM_HORIZON,
  LATEST
}
