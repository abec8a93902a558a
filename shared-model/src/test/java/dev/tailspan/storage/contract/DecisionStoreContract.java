package dev.tailspan.storage.contract;

import static dev.tailspan.storage.contract.StoredValues.cursor;
import static dev.tailspan.storage.contract.StoredValues.decided;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.DecidedFilter;
import dev.tailspan.storage.DecidedSet;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.KeepRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DecisionStore} does. */
public abstract class DecisionStoreContract {
  private static final Duration AN_HOUR = Duration.ofHours(1);

  protected final TestClock clock = new TestClock();
  protected DecisionStore store;

  /** A store that holds nothing and expires by {@link #clock}. */
  protected abstract DecisionStore freshStore();

  @BeforeEach
  void openStore() {
    store = freshStore();
  }

  @Test
  void aBucketHasNoCursorBeforeItsFirstRun() {
    assertThat(store.cursor(3)).isEmpty();
  }

  @Test
  void aCommittedCursorComesBackWhole() {
    assertThat(store.commit(cursor(3, 0))).isTrue();
    assertThat(store.commit(cursor(3, 1))).isTrue();

    assertThat(store.cursor(3)).contains(cursor(3, 1));
    assertThat(store.cursor(4)).isEmpty();
  }

  @Test
  void theCursorsOfAllBucketsAreReadTogether() {
    List<BucketCursor> committed = new ArrayList<>();
    for (int bucket = 0; bucket < 210; bucket += 2) {
      committed.add(cursor(bucket, 0));
      store.commit(cursor(bucket, 0));
    }

    assertThat(store.cursors(4_096)).isEqualTo(committed);
    assertThat(store.cursors(3)).containsExactly(cursor(0, 0), cursor(2, 0));
    assertThat(store.cursors(0)).isEmpty();
  }

  @Test
  void aCursorWithoutCountsComesBackToo() {
    BucketCursor bare = new BucketCursor(0, 0, 0, 0, "", -1, -1, -1, -1, DecisionCounts.NONE);
    store.commit(bare);

    assertThat(store.cursor(0)).contains(bare);
  }

  @Test
  void whatAStepLeavesToTheNextComesBackWhetherItIsSmallOrLarge() {
    byte[] large = new byte[100_000];
    new SplittableRandom(1).nextBytes(large);
    store.putMemory(3, 7, new byte[] {1, 2}, clock.secondIn(AN_HOUR));
    store.putMemory(3, 8, large, clock.secondIn(AN_HOUR));
    store.putMemory(3, 8, large, clock.secondIn(AN_HOUR));

    assertThat(store.memory(3, 7)).hasValue(new byte[] {1, 2});
    assertThat(store.memory(3, 8)).hasValue(large);
    assertThat(store.memory(4, 7)).isEmpty();
    assertThat(store.memory(3, 9)).isEmpty();
    assertThat(store.decided(3, Long.MIN_VALUE)).isEmpty();
  }

  @Test
  void aRequestToKeepIsWrittenWhileTheCursorHasItsRevisionAndOnlyThen() {
    assertThat(store.requestKeep(3, keep(1, 0), clock.secondIn(AN_HOUR))).isFalse();
    assertThat(store.requestKeep(3, keep(1, -1), clock.secondIn(AN_HOUR))).isTrue();
    store.commit(cursor(3, 0));
    assertThat(store.requestKeep(3, keep(2, -1), clock.secondIn(AN_HOUR))).isFalse();
    assertThat(store.requestKeep(3, keep(2, 0), clock.secondIn(AN_HOUR))).isTrue();
    assertThat(store.requestKeep(3, keep(2, 0), clock.secondIn(AN_HOUR))).isTrue();
    assertThat(store.requestKeep(3, keep(3, 0), clock.secondIn(AN_HOUR))).isTrue();

    assertThat(store.keepRequests(3, -1, 0)).containsExactly(keep(1, -1));
    assertThat(store.keepRequests(3, 0, 1)).containsExactlyInAnyOrder(keep(2, 0), keep(3, 0));
    assertThat(store.keepRequests(3, -1, 9)).hasSize(3);
    assertThat(store.keepRequests(3, 1, 1)).isEmpty();
    assertThat(store.keepRequests(4, -1, 9)).isEmpty();
    assertThat(store.cursor(3)).contains(cursor(3, 0));

    clock.advance(AN_HOUR);
    assertThat(store.keepRequests(3, -1, 9)).isEmpty();
  }

  private static KeepRequest keep(int trace, long revision) {
    return new KeepRequest(
        StoredValues.traceId(trace), 176_394_260, revision, "somebody", trace == 1 ? "" : "why");
  }

  @Test
  void onlyTheNextRevisionCommits() {
    assertThat(store.commit(cursor(3, 1))).isFalse();
    assertThat(store.cursor(3)).isEmpty();
    store.commit(cursor(3, 0));

    assertThat(store.commit(cursor(3, 0))).isFalse();
    assertThat(store.commit(cursor(3, 2))).isFalse();

    assertThat(store.cursor(3)).contains(cursor(3, 0));
  }

  @Test
  void ofRunsAtTheSameTimeOneCommits() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> run = () -> store.commit(cursor(3, 0));
      int committed = 0;
      for (Future<Boolean> outcome : pool.invokeAll(Collections.nCopies(8, run))) {
        committed += outcome.get() ? 1 : 0;
      }
      assertThat(committed).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void decidedSetsComeBackOldestFirst() {
    DecidedSet empty = decided(3, 9, 54, 0);
    DecidedSet small = decided(3, 10, 60, 20);
    DecidedSet large = decided(3, 11, 66, 5_000);
    put(large);
    put(empty);
    put(small);

    assertThat(store.decided(3, 0)).containsExactly(empty, small, large);
    assertThat(store.decided(4, 0)).isEmpty();
  }

  @Test
  void onlySetsThatEndAfterTheSliceAreAsked() {
    put(decided(3, 9, 54, 2));
    put(decided(3, 10, 60, 2));
    put(decided(3, 99, 600, 2));

    assertThat(store.decided(3, 53)).extracting(DecidedSet::step).containsExactly(9L, 10L, 99L);
    assertThat(store.decided(3, 54)).extracting(DecidedSet::step).containsExactly(10L, 99L);
    assertThat(store.decided(3, 600)).isEmpty();
    assertThat(store.decided(3, -5)).hasSize(3);
  }

  @Test
  void setsAreAskedForByRangesOfSlicesThatDoNotOverlap() {
    put(decided(3, 9, 54, 2));
    put(decided(3, 10, 60, 2));
    put(decided(3, 99, 600, 2));

    assertThat(store.decided(3, 54, 600)).extracting(DecidedSet::step).containsExactly(10L, 99L);
    assertThat(store.decided(3, Long.MIN_VALUE, 54))
        .extracting(DecidedSet::step)
        .containsExactly(9L);
    assertThat(store.decided(3, 60, 599)).isEmpty();
    assertThat(store.decided(3, 60, 60)).isEmpty();
    assertThat(store.decided(3, Long.MIN_VALUE, -1)).isEmpty();
  }

  @Test
  void filtersSayInWhichHoursATraceMayHaveBeenDecided() {
    DecidedSet small = decided(3, 9, 54, 20);
    DecidedSet large = decided(3, 11, 66, 9_000);
    putFilter(7, List.of(small));
    putFilter(8, List.of(large));
    putFilter(8, List.of(large));
    putFilter(9, List.of(small, large));

    assertThat(store.mayHaveDecided(3, small.id(0)))
        .isEqualTo(Map.of(7L, true, 8L, false, 9L, true));
    assertThat(store.mayHaveDecided(3, large.id(8_999)))
        .isEqualTo(Map.of(7L, false, 8L, true, 9L, true));
    assertThat(store.mayHaveDecided(4, small.id(0))).isEmpty();
    assertThat(store.decided(3, Long.MIN_VALUE)).isEmpty();

    clock.advance(AN_HOUR);
    assertThat(store.mayHaveDecided(3, small.id(0))).isEmpty();
  }

  private void putFilter(long hour, List<DecidedSet> sets) {
    store.putFilter(3, hour, DecidedFilter.over(sets), clock.secondIn(AN_HOUR));
  }

  @Test
  void aSetPutTwiceIsThereOnce() {
    put(decided(3, 9, 54, 1_000));
    put(decided(3, 9, 54, 1_000));

    assertThat(store.decided(3, 0)).containsExactly(decided(3, 9, 54, 1_000));
  }

  @Test
  void expiredSetsAreNotReturnedAndCursorsDoNotExpire() {
    put(decided(3, 9, 54, 2));
    store.commit(cursor(3, 0));

    clock.advance(AN_HOUR);

    assertThat(store.decided(3, 0)).isEmpty();
    assertThat(store.cursor(3)).isPresent();
  }

  @Test
  void largeSetsListOverSeveralPages() {
    for (int step = 0; step < 150; step++) {
      put(decided(5, step, 6 * step + 6, 400));
    }

    List<DecidedSet> sets = store.decided(5, 0);

    assertThat(sets).hasSize(150);
    assertThat(sets.get(149)).isEqualTo(decided(5, 149, 900, 400));
  }

  private void put(DecidedSet set) {
    store.putDecided(set, clock.secondIn(AN_HOUR));
  }
}
