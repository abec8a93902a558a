package dev.tailspan.functions.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.RecordDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class CollectTracesTest {
  private static final String PROTOBUF = "application/x-protobuf";

  private final List<byte[]> stream = new ArrayList<>();
  private final CollectTraces collect =
      new CollectTraces(
          records -> {
            stream.addAll(records);
            return List.of();
          });
  private final Span span =
      Span.builder(new TraceId(1, 2), new SpanId(3)).name("GET /").times(5, 9).build();

  @Test
  void protobufGoesOntoTheStreamAsItCame() throws Exception {
    byte[] body = OtlpProto.encode(List.of(span));
    ProxyResponse response = collect.answer(post(Map.of("content-type", PROTOBUF), body));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(unpacked()).containsExactly(body);
  }

  @Test
  void gzippedProtobufIsUnpacked() throws Exception {
    byte[] body = OtlpProto.encode(List.of(span));
    ProxyResponse response =
        collect.answer(
            post(Map.of("content-type", PROTOBUF, "content-encoding", "gzip"), gzip(body)));
    assertThat(response.status()).isEqualTo(200);
    assertThat(unpacked()).containsExactly(body);
  }

  @Test
  void jsonIsTakenAndAnsweredInJson() throws Exception {
    String json =
        """
        {"resourceSpans":[{"scopeSpans":[{"spans":[
          {"traceId":"00000000000000010000000000000002","spanId":"0000000000000003","name":"GET /",
           "startTimeUnixNano":"5","endTimeUnixNano":"9"}]}]}]}""";
    ProxyResponse response =
        collect.answer(
            post(
                Map.of("content-type", "application/json"), json.getBytes(StandardCharsets.UTF_8)));
    assertThat(response.status()).isEqualTo(200);
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
    assertThat(decoded()).containsExactly(span);
  }

  @Test
  void spansWithZeroIdsAreRejectedAndTheOthersAccepted() throws Exception {
    Span bad = span.toBuilder().spanId(SpanId.NONE).build();
    String json = "application/json";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (var out = new com.fasterxml.jackson.core.JsonFactory().createGenerator(body)) {
      dev.tailspan.wire.OtlpJson.write(out, List.of(span, bad));
    }
    ProxyResponse response = collect.answer(post(Map.of("content-type", json), body.toByteArray()));
    assertThat(response.status()).isEqualTo(200);
    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .contains("\"rejectedSpans\":\"1\"", "errorMessage");
    assertThat(decoded()).containsExactly(span);
  }

  @Test
  void theDebugHeaderMarksTheSpans() throws Exception {
    collect.answer(
        post(
            Map.of("content-type", PROTOBUF, "x-debug-trace", "true"),
            OtlpProto.encode(List.of(span))));
    assertThat(decoded().get(0).attributes().get("tailspan.debug"))
        .isEqualTo(new AttributeValue.BoolValue(true));
  }

  @Test
  void aBodyTooLargeForOneRecordIsCut() throws Exception {
    List<Span> many = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      many.add(span.toBuilder().spanId(new SpanId(i)).name("n".repeat(50_000)).build());
    }
    collect.answer(post(Map.of("content-type", PROTOBUF), OtlpProto.encode(many)));
    assertThat(stream).hasSizeGreaterThan(1).allMatch(r -> r.length < 1 << 20);
    assertThat(decoded()).containsExactlyElementsOf(many);
  }

  @Test
  void recordsArePackedAsIngestReadsThem() throws Exception {
    List<Span> alike = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      alike.add(span.toBuilder().spanId(new SpanId(i)).build());
    }
    byte[] body = OtlpProto.encode(alike);
    collect.answer(post(Map.of("content-type", PROTOBUF), body));
    assertThat(stream).hasSize(1);
    assertThat(stream.get(0)).hasSizeLessThan(body.length / 3);
    assertThat(decoded()).isEqualTo(alike);
  }

  @Test
  void whatPackingMakesNoSmallerGoesAsItIsAndStillFitsIntoARecord() throws Exception {
    Random random = new Random(1);
    List<Span> noise = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      byte[] bytes = new byte[100_000];
      random.nextBytes(bytes);
      noise.add(
          span.toBuilder()
              .spanId(new SpanId(i))
              .attributes(
                  new Attributes(List.of(new KeyValue("b", new AttributeValue.BytesValue(bytes)))))
              .build());
    }
    collect.answer(post(Map.of("content-type", PROTOBUF), OtlpProto.encode(noise)));
    assertThat(stream).hasSizeGreaterThanOrEqualTo(3).allMatch(r -> r.length < 1 << 20);
    assertThat(decoded()).containsExactlyElementsOf(noise);
  }

  @Test
  void badRequestsSayWhyInTheirOwnEncoding() throws Exception {
    byte[] good = OtlpProto.encode(List.of(span));
    assertThat(collect.answer(post(Map.of("content-type", "text/plain"), good)).status())
        .isEqualTo(415);
    assertThat(
            collect
                .answer(post(Map.of("content-type", PROTOBUF, "content-encoding", "br"), good))
                .status())
        .isEqualTo(415);
    ProxyResponse truncated =
        collect.answer(
            post(Map.of("content-type", PROTOBUF), java.util.Arrays.copyOf(good, good.length - 3)));
    assertThat(truncated.status()).isEqualTo(400);
    assertThat(truncated.contentType()).isEqualTo(PROTOBUF);
    assertThat(truncated.body()).isNotEmpty();
    ProxyResponse bomb =
        collect.answer(
            post(
                Map.of("content-type", PROTOBUF, "content-encoding", "gzip"),
                gzip(new byte[CollectTraces.MAX_BODY_BYTES + 1])));
    assertThat(bomb.status()).isEqualTo(413);
    assertThat(stream).isEmpty();
  }

  @Test
  void whatTheStreamDoesNotTakeIsToBeSentAgain() {
    ProxyResponse response =
        new CollectTraces(records -> List.of("ProvisionedThroughputExceededException"))
            .answer(
                post(Map.of("content-type", "application/json"), OtlpProto.encode(List.of(span))));
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.headers()).containsEntry("Retry-After", "1");
  }

  private List<Span> decoded() throws Exception {
    List<Span> spans = new ArrayList<>();
    for (byte[] bytes : unpacked()) {
      spans.addAll(OtlpProto.decode(bytes, Limits.DEFAULT));
    }
    return spans;
  }

  /** The records as ingest sees them. */
  private List<byte[]> unpacked() throws Exception {
    List<byte[]> bodies = new ArrayList<>();
    for (byte[] record : stream) {
      for (ByteSlice slice : new RecordDecoder(Limits.DEFAULT).decode(record)) {
        bodies.add(slice.toBytes());
      }
    }
    return bodies;
  }

  private static ProxyRequest post(Map<String, String> headers, byte[] body) {
    return new ProxyRequest("POST", "/v1/traces", headers, Map.of(), body);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
