package dev.tailspan.simulation;

/** Ends an invocation where it stands: an error, so that no code of ours takes it for a failure. */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  Killed(String why) {
    super(why, null, false, false);
  }
}
