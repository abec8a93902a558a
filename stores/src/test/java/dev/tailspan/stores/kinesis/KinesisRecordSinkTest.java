package dev.tailspan.stores.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.stores.Backoff;
import dev.tailspan.stores.FakeTime;
import dev.tailspan.stores.kinesis.KinesisRecordSink.Failure;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;

class KinesisRecordSinkTest {
  private static final String THROTTLED = "ProvisionedThroughputExceededException";

  private final ScriptedKinesis kinesis = new ScriptedKinesis();
  private final FakeTime time = new FakeTime();
  private final KinesisRecordSink sink =
      new KinesisRecordSink(
          kinesis,
          "spans",
          "",
          new Random(1),
          new Backoff(new Random(2), time, time, new Backoff.Bounds(10, 100, 1000)));

  @Test
  void nothingToPutIsNoCall() {
    assertThat(sink.put(List.of())).isEmpty();
    assertThat(kinesis.puts).isEmpty();
  }

  @Test
  void batchesHave500Records() {
    kinesis.put = refuse(entry -> false);

    assertThat(sink.put(records(1_001))).isEmpty();
    assertThat(kinesis.puts).extracting(put -> put.records().size()).containsExactly(500, 500, 1);
  }

  @Test
  void batchesHaveFiveMebibytes() {
    kinesis.put = refuse(entry -> false);
    byte[] large = new byte[KinesisRecordSink.MAX_RECORD_BYTES - 16];

    assertThat(sink.put(Collections.nCopies(11, large))).isEmpty();
    assertThat(kinesis.puts).extracting(put -> put.records().size()).containsExactly(5, 5, 1);
  }

  @Test
  void recordsAreSpreadByRandomKeys() {
    kinesis.put = refuse(entry -> false);
    sink.put(records(400));

    Set<String> keys = new HashSet<>();
    kinesis.puts.get(0).records().forEach(entry -> keys.add(entry.partitionKey()));
    assertThat(keys).hasSize(400).allMatch(key -> key.matches("[0-9a-f]{16}"));
  }

  @Test
  void onlyTheRefusedAreTriedAgainAndUnderAnotherKey() {
    Set<Byte> once = new HashSet<>(Set.of((byte) 3, (byte) 7));
    kinesis.put = refuse(entry -> once.remove(entry.data().asByteArray()[0]));

    assertThat(sink.put(records(10))).isEmpty();

    List<PutRecordsRequestEntry> again = kinesis.puts.get(1).records();
    assertThat(again)
        .extracting(entry -> entry.data().asByteArray()[0])
        .containsExactly((byte) 3, (byte) 7);
    assertThat(again.get(0).partitionKey())
        .isNotEqualTo(kinesis.puts.get(0).records().get(3).partitionKey());
    assertThat(time.sleeps()).hasSize(1);
  }

  @Test
  void whatIsRefusedToTheEndIsNamed() {
    kinesis.put = refuse(entry -> entry.data().asByteArray()[0] == 4);

    assertThat(sink.put(records(10))).containsExactly(new Failure(4, THROTTLED));
    assertThat(time.sleeps().stream().mapToLong(Long::longValue).sum()).isLessThanOrEqualTo(1000);
    assertThat(kinesis.puts.size()).isGreaterThan(5);
  }

  @Test
  void aRecordAboveTheLimitFailsAlone() {
    kinesis.put = refuse(entry -> false);

    List<Failure> failures =
        sink.put(List.of(new byte[1], new byte[KinesisRecordSink.MAX_RECORD_BYTES], new byte[2]));

    assertThat(failures).extracting(Failure::index).containsExactly(1);
    assertThat(failures.get(0).reason()).contains("1048576");
    assertThat(kinesis.puts.get(0).records()).hasSize(2);
  }

  @Test
  void anOutageIsTriedAgain() {
    int[] calls = {0};
    var works = refuse(entry -> false);
    kinesis.put =
        request -> {
          if (calls[0]++ < 2) {
            throw SdkClientException.create("connection refused");
          }
          return works.apply(request);
        };

    assertThat(sink.put(records(3))).isEmpty();
    assertThat(kinesis.puts).hasSize(3);
  }

  @Test
  void aRefusalOfTheWholeCallIsNotTriedAgain() {
    kinesis.put =
        request -> {
          throw ResourceNotFoundException.builder()
              .message("no such stream")
              .statusCode(400)
              .build();
        };

    assertThat(sink.put(records(2))).extracting(Failure::index).containsExactly(0, 1);
    assertThat(kinesis.puts).hasSize(1);
  }

  private static java.util.function.Function<PutRecordsRequest, PutRecordsResponse> refuse(
      Predicate<PutRecordsRequestEntry> refused) {
    return request ->
        PutRecordsResponse.builder()
            .records(
                request.records().stream()
                    .map(
                        entry ->
                            refused.test(entry)
                                ? PutRecordsResultEntry.builder().errorCode(THROTTLED).build()
                                : PutRecordsResultEntry.builder().sequenceNumber("1").build())
                    .toList())
            .build();
  }

  private static List<byte[]> records(int count) {
    return IntStream.range(0, count).mapToObj(i -> new byte[] {(byte) i}).toList();
  }
}
