package dev.tailspan.functions.finalize;

/** Where shares are worked on besides the planner. */
@FunctionalInterface
public interface Workers {
  /**
   * Starts one and does not wait for it.
   *
   * @param functionArn the function as it was invoked itself, its version or alias included
   * @throws dev.tailspan.storage.StorageException when it was not started
   */
  void start(String functionArn, Share share);
}
