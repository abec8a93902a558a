package dev.tailspan.storage.memory;

import static dev.tailspan.storage.contract.StoredValues.SHARD;
import static dev.tailspan.storage.contract.StoredValues.block;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tailspan.block.Block;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.UnstagedBlocksException;
import dev.tailspan.storage.contract.TestClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedFaultsTest {
  private final TestClock clock = new TestClock();
  private final ScriptedFaults faults = new ScriptedFaults();
  private final MemoryStagingStore store = new MemoryStagingStore(clock, faults);
  private final List<Block> blocks =
      List.of(block(1, 0, SHARD, 1, 10), block(1, 0, SHARD, 2, 10), block(1, 0, SHARD, 3, 10));

  @Test
  void countsCalls() throws Exception {
    put();
    store.list(1, 0);

    assertThat(faults.calls())
        .containsExactly("staging.put", "staging.put", "staging.put", "staging.list");
    assertThat(faults.count("staging.put")).isEqualTo(3);
  }

  @Test
  void aStoreThatFailsNamesTheBlocksInDoubt() {
    faults.failAt(1, () -> new StorageException("throttled"));

    UnstagedBlocksException e = catchThrowableOfType(UnstagedBlocksException.class, this::put);

    assertThat(e.unstaged()).containsExactly(blocks.get(1).key());
    assertThat(store.list(1, 0)).hasSize(2);
  }

  @Test
  void aCrashEndsTheCallWhereItHappens() {
    faults.failAt(1, IllegalStateException::new);

    assertThatThrownBy(this::put).isInstanceOf(IllegalStateException.class);

    faults.reset();
    assertThat(store.list(1, 0)).hasSize(1);
  }

  @Test
  void aWriteCanTakePlaceWithoutTheCallerLearningOfIt() {
    faults.failAfter(1, () -> new StorageException("connection reset"));

    UnstagedBlocksException e = catchThrowableOfType(UnstagedBlocksException.class, this::put);

    assertThat(e.unstaged()).containsExactly(blocks.get(1).key());
    faults.reset();
    assertThat(store.list(1, 0)).hasSize(3);
  }

  @Test
  void anOutageLastsUntilReset() {
    faults.failAll("staging.put", () -> new StorageException("outage"));

    UnstagedBlocksException e = catchThrowableOfType(UnstagedBlocksException.class, this::put);
    assertThat(e.unstaged()).hasSize(3);

    faults.reset();
    assertThat(store.list(1, 0)).isEmpty();
  }

  private void put() throws UnstagedBlocksException {
    store.put(blocks, clock.getAsLong());
  }
}
