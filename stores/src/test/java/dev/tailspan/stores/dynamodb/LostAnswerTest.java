package dev.tailspan.stores.dynamodb;

import static dev.tailspan.storage.contract.StoredValues.cursor;
import static dev.tailspan.storage.contract.StoredValues.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.KeepRequest;
import dev.tailspan.storage.contract.TestClock;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.Emulators;
import dev.tailspan.stores.LostAnswers;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Conditional writes that took effect, but whose answer never came: the client repeats them. */
class LostAnswerTest {
  private final TestClock clock = new TestClock();
  private final LostAnswers proxy =
      new LostAnswers(Objects.requireNonNull(Emulators.dynamoDbAndS3().dynamoDb(), "no endpoint"));
  private final LocalStores local =
      new LocalStores(
          clock, DynamoDbStores.client(AwsConnection.toEmulators(proxy.endpoint(), null, null)));
  private final DecisionStore store = local.stores.decisions();

  @AfterEach
  void close() {
    local.stores.close();
    proxy.close();
  }

  @Test
  void aCommitIsNotTakenForAnothersWhenItsAnswerIsLost() {
    proxy.loseNext(1, "PutItem");
    assertThat(store.commit(cursor(3, 0))).isTrue();
    proxy.loseNext(1, "PutItem");
    assertThat(store.commit(cursor(3, 1))).isTrue();

    assertThat(proxy.count("PutItem")).isEqualTo(4);
    assertThat(store.cursor(3)).contains(cursor(3, 1));
  }

  @Test
  void anothersCommitIsNotTakenForOursWhenTheRefusalIsLostEvenWithTheSameContent() {
    store.commit(cursor(3, 0));
    proxy.loseNext(1, "PutItem");

    assertThat(store.commit(cursor(3, 0))).isFalse();
  }

  @Test
  void aRequestToKeepIsWrittenOnceWhenItsAnswerIsLost() {
    store.commit(cursor(3, 0));
    KeepRequest keep = new KeepRequest(traceId(1), 7, 0, "somebody", "why");
    proxy.loseNext(1, "TransactWriteItems");

    assertThat(store.requestKeep(3, keep, clock.secondIn(Duration.ofHours(1)))).isTrue();
    assertThat(store.keepRequests(3, 0, 1)).containsExactly(keep);
  }
}
