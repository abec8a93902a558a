package dev.tailspan.functions.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.ingest.StreamRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KinesisEventsTest {
  static final String EVENT =
      """
      {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1",
        "sequenceNumber":"49590338271490256608559692538361571095921575989136588898",
        "data":"SGVsbG8=","approximateArrivalTimestamp":1545084650.987},
        "eventSource":"aws:kinesis","eventVersion":"1.0",
        "eventID":"shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
        "eventName":"aws:kinesis:record","awsRegion":"us-east-2"}]}""";

  @Test
  void aRecordIsReadWithItsShardAndItsArrivalToTheMillisecond() throws Exception {
    List<StreamRecord> records = KinesisEvents.read(stream(EVENT)).records();
    assertThat(records).hasSize(1);
    assertThat(records.get(0).shardId()).isEqualTo("shardId-000000000006");
    assertThat(records.get(0).sequenceNumber())
        .isEqualTo("49590338271490256608559692538361571095921575989136588898");
    assertThat(records.get(0).arrivalMillis()).isEqualTo(1_545_084_650_987L);
    assertThat(new String(records.get(0).data(), StandardCharsets.UTF_8)).isEqualTo("Hello");
  }

  @Test
  void dataIsReadHoweverItsTextIsWritten() throws Exception {
    byte[] data = new byte[64];
    Arrays.fill(data, (byte) 0xFF); // much of its base64 is "/"
    for (int length = 0; length <= data.length; length++) {
      byte[] wanted = Arrays.copyOf(data, length);
      String text = Base64.getEncoder().encodeToString(wanted);
      assertThat(dataOf("\"data\":\"" + text + "\"")).isEqualTo(wanted);
      assertThat(dataOf("\"data\" :\n \"" + text.replace("/", "\\/") + "\"")).isEqualTo(wanted);
    }
    assertThatThrownBy(() -> dataOf("\"data\":\"SGV*bG8=\""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'*'");
    assertThatThrownBy(() -> dataOf("\"data\":7")).isInstanceOf(IOException.class);
    String cut = EVENT.substring(0, EVENT.indexOf("SGVs") + 4);
    assertThatThrownBy(() -> KinesisEvents.read(stream(cut))).isInstanceOf(IOException.class);
  }

  private static byte[] dataOf(String field) throws IOException {
    String event = EVENT.replace("\"data\":\"SGVsbG8=\"", field);
    return KinesisEvents.read(stream(event)).records().get(0).data();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"soon\"", "null", "1e999999999", "-1e2147483645", "1e17", "true", "\"MANY\""})
  void anArrivalThatIsNoTimeIsNamed(String arrival) {
    String event = EVENT.replace("1545084650.987", arrival.replace("MANY", "9".repeat(4_000_000)));
    assertThatThrownBy(() -> KinesisEvents.read(stream(event)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("approximateArrivalTimestamp")
        .message()
        .hasSizeLessThan(300);
  }

  @Test
  void anArrivalOfNextToNothingIsZero() throws Exception {
    String event = EVENT.replace("1545084650.987", "1e-999999999");
    assertThat(KinesisEvents.read(stream(event)).records().get(0).arrivalMillis()).isZero();
  }

  @Test
  void onlyABatchOfNothingElseIsTheFunctionsOwn() throws Exception {
    String own = EVENT.replace("\"partitionKey\":\"1\"", "\"partitionKey\":\"tailspan-own-1\"");
    String record = EVENT.substring(EVENT.indexOf('[') + 1, EVENT.lastIndexOf(']'));
    assertThat(KinesisEvents.read(stream(EVENT)).own()).isFalse();
    assertThat(KinesisEvents.read(stream(own)).own()).isTrue();
    assertThat(KinesisEvents.read(stream(own.replace("]}", "," + record + "]}"))).own()).isFalse();
    assertThat(KinesisEvents.read(stream("{\"Records\":[]}")).own()).isFalse();
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> KinesisEvents.read(stream("{}"))).hasMessageContaining("Records");
    assertThatThrownBy(() -> KinesisEvents.read(stream(EVENT.replace("eventID", "id"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Records[0].eventID");
    assertThatThrownBy(
            () -> KinesisEvents.read(stream(EVENT.replace("approximateArrivalTimestamp", "at"))))
        .hasMessageContaining("approximateArrivalTimestamp");
  }

  @Test
  void failuresAreAnsweredBySequenceNumber() throws Exception {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    KinesisEvents.writeFailures(answer, List.of("42"));
    assertThat(answer.toString(StandardCharsets.UTF_8))
        .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"42\"}]}");
  }

  private static InputStream stream(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }
}
