package dev.tailspan.stores.kinesis;

import static dev.tailspan.stores.kinesis.ScriptedKinesis.nothing;
import static dev.tailspan.stores.kinesis.ScriptedKinesis.oneRecord;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.storage.SpanStream;
import dev.tailspan.storage.SpanStream.Probe;
import dev.tailspan.storage.StorageException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

class KinesisSpanStreamTest {
  private static final String DATE = "Tue, 24 Nov 2026 08:59:07 GMT";
  private static final long AT = Instant.parse("2026-11-24T08:59:07Z").toEpochMilli();

  private final ScriptedKinesis kinesis = new ScriptedKinesis();
  private final SpanStream stream = new KinesisSpanStream(kinesis, "spans");

  @Test
  void anEmptyAnswerWithoutLagIsCaughtUpByKinesisClock() {
    kinesis.reads.add(() -> nothing(DATE, "next", 0L));

    assertThat(stream.probe("shard", "17")).isEqualTo(new Probe(AT, true, false));
    assertThat(kinesis.iterators.get(0).shardIteratorType())
        .isEqualTo(ShardIteratorType.AFTER_SEQUENCE_NUMBER);
    assertThat(kinesis.iterators.get(0).startingSequenceNumber()).isEqualTo("17");
  }

  @Test
  void aShardNobodyReadIsReadFromItsOldestRecord() {
    kinesis.reads.add(() -> oneRecord(DATE));

    assertThat(stream.probe("shard", "")).isEqualTo(new Probe(AT, false, false));
    assertThat(kinesis.iterators.get(0).shardIteratorType())
        .isEqualTo(ShardIteratorType.TRIM_HORIZON);
  }

  @Test
  void anEmptyAnswerWithLagIsReadOn() {
    kinesis.reads.add(() -> nothing(DATE, "next", 60_000L));
    kinesis.reads.add(() -> nothing(DATE, "next", 0L));

    assertThat(stream.probe("shard", "17").caughtUp()).isTrue();
  }

  @Test
  void recordsBehindAGapAreFound() {
    kinesis.reads.add(() -> nothing(DATE, "next", 60_000L));
    kinesis.reads.add(() -> oneRecord(DATE));

    assertThat(stream.probe("shard", "17").caughtUp()).isFalse();
  }

  @Test
  void lagWithoutEndIsNotCaughtUp() {
    for (int i = 0; i < 5; i++) {
      kinesis.reads.add(() -> nothing(DATE, "next", 60_000L));
    }

    assertThat(stream.probe("shard", "17")).isEqualTo(new Probe(AT, false, false));
    assertThat(kinesis.reads).isEmpty();
  }

  @Test
  void noNextIteratorMeansFinished() {
    kinesis.reads.add(() -> nothing(DATE, null, 0L));

    assertThat(stream.probe("shard", "17")).isEqualTo(new Probe(AT, true, true));
  }

  @Test
  void aNumberThatKinesisDoesNotKnowStartsFromTheOldestRecord() {
    kinesis.sequenceNumbersAreUnknown = true;
    kinesis.reads.add(() -> nothing(DATE, "next", 0L));

    assertThat(stream.probe("shard", "17").caughtUp()).isTrue();
    assertThat(kinesis.iterators.get(1).shardIteratorType())
        .isEqualTo(ShardIteratorType.TRIM_HORIZON);
    assertThat(kinesis.iterators.get(1).startingSequenceNumber()).isNull();
  }

  @Test
  void anIteratorThatExpiredIsAskedForAgain() {
    kinesis.reads.add(
        () -> {
          throw ExpiredIteratorException.builder().message("expired").build();
        });
    kinesis.reads.add(() -> nothing(DATE, "next", 0L));

    assertThat(stream.probe("shard", "17").caughtUp()).isTrue();
    assertThat(kinesis.iterators).hasSize(2);
  }

  @Test
  void throttlingToTheEndIsAnErrorThatNamesTheShard() {
    kinesis.reads.add(
        () -> {
          throw ProvisionedThroughputExceededException.builder().message("slow down").build();
        });

    assertThatThrownBy(() -> stream.probe("shard-7", "17"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("shard-7")
        .hasMessageContaining("slow down");
  }

  @Test
  void withoutKinesisDateThereIsNoTime() {
    for (String date : new String[] {null, "yesterday"}) {
      kinesis.reads.add(() -> nothing(date, "next", 0L));

      assertThatThrownBy(() -> stream.probe("shard", "17"))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("without a date");
    }
  }

  @Test
  void shardsAreListedOverPagesWithTheirParents() {
    Shard split =
        Shard.builder()
            .shardId("0")
            .sequenceNumberRange(r -> r.startingSequenceNumber("1").endingSequenceNumber("9"))
            .build();
    Shard merged =
        Shard.builder()
            .shardId("2")
            .parentShardId("0")
            .adjacentParentShardId("1")
            .sequenceNumberRange(r -> r.startingSequenceNumber("10"))
            .build();
    kinesis.pages.add(ListShardsResponse.builder().shards(split).nextToken("more").build());
    kinesis.pages.add(ListShardsResponse.builder().shards(merged).build());

    assertThat(stream.shards())
        .containsExactly(
            new SpanStream.Shard("0", List.of(), true),
            new SpanStream.Shard("2", List.of("0", "1"), false));
    assertThat(kinesis.lists.get(1).nextToken()).isEqualTo("more");
    assertThat(kinesis.lists.get(1).streamName()).isNull();
  }
}
