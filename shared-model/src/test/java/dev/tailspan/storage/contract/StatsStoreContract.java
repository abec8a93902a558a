package dev.tailspan.storage.contract;

import static dev.tailspan.storage.contract.StoredValues.noise;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.StatsStore.Key;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link StatsStore} does. */
public abstract class StatsStoreContract {
  private static final long HOUR = 1_111_111;
  private static final Duration A_DAY = Duration.ofDays(1);

  protected final TestClock clock = new TestClock();
  protected StatsStore store;

  /** A store that holds nothing and expires by {@link #clock}. */
  protected abstract StatsStore freshStore();

  @BeforeEach
  void openStore() {
    store = freshStore();
  }

  @Test
  void blobsComeBackWhole() {
    put(0, 1, noise(900, 1));
    put(1, 1, noise(50_000, 2));
    put(2, 1, new byte[0]);

    assertThat(store.get(new Key(HOUR, 0, 1))).hasValue(noise(900, 1));
    assertThat(store.get(new Key(HOUR, 1, 1))).hasValue(noise(50_000, 2));
    assertThat(store.get(new Key(HOUR, 2, 1))).hasValue(new byte[0]);
    assertThat(store.get(new Key(HOUR, 0, 2))).isEmpty();
    assertThat(store.get(new Key(HOUR + 1, 0, 1))).isEmpty();
  }

  @Test
  void theSameKeyAgainReplaces() {
    put(0, 1, noise(20_000, 1));
    put(0, 1, noise(20_000, 2));
    assertThat(store.get(new Key(HOUR, 0, 1))).hasValue(noise(20_000, 2));

    put(0, 1, noise(10, 3));
    assertThat(store.get(new Key(HOUR, 0, 1))).hasValue(noise(10, 3));
  }

  @Test
  void theNewestOfEachBucketIsTheHighestStep() {
    put(10, 99, noise(10, 1));
    put(10, 100, noise(9_000, 2));
    put(2, 9, noise(10, 3));
    put(2, 10, noise(10, 4));
    put(0, 1_000_000, noise(10, 5));
    store.put(new Key(HOUR + 1, 1, 7), noise(10, 6), clock.secondIn(A_DAY));

    assertThat(store.newest(HOUR)).containsExactly(noise(10, 5), noise(10, 4), noise(9_000, 2));
    assertThat(store.newest(HOUR + 1)).containsExactly(noise(10, 6));
    assertThat(store.newest(HOUR + 2)).isEmpty();
  }

  @Test
  void expiredBlobsAreGone() {
    store.put(new Key(HOUR, 0, 1), noise(10, 1), clock.secondIn(A_DAY.multipliedBy(2)));
    put(0, 2, noise(10, 2));
    put(1, 2, noise(10, 3));

    clock.advance(A_DAY);

    assertThat(store.get(new Key(HOUR, 0, 2))).isEmpty();
    assertThat(store.newest(HOUR)).containsExactly(noise(10, 1));
  }

  private void put(int bucket, long step, byte[] blob) {
    store.put(new Key(HOUR, bucket, step), blob, clock.secondIn(A_DAY));
  }
}
