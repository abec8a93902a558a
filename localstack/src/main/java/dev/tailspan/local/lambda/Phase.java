package dev.tailspan.local.lambda;

/** What the process of a function is at. */
public enum Phase {
  STARTING,
  IDLE,
  WORKING
}
