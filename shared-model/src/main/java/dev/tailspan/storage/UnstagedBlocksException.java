package dev.tailspan.storage;

import dev.tailspan.block.BlockKey;
import java.util.List;

/** Some blocks could not be staged, after the store's own retries; all others are. */
public final class UnstagedBlocksException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient List<BlockKey> unstaged;

  public UnstagedBlocksException(List<BlockKey> unstaged, Throwable cause) {
    super(unstaged.size() + " blocks could not be staged: " + cause.getMessage(), cause);
    this.unstaged = List.copyOf(unstaged);
  }

  public List<BlockKey> unstaged() {
    return unstaged;
  }
}
