package dev.tailspan.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.tailspan.model.Span;
import dev.tailspan.model.TestTraces;
import dev.tailspan.wire.DecodeException.Reason;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordDecoderTest {
  private static final RecordDecoder DECODER = new RecordDecoder(Limits.DEFAULT);
  private static final List<Span> SPANS = TestTraces.trace(1, 6);
  private static final byte[] OTLP = OtlpProto.encode(SPANS);
  private static final byte[] TRACE_ID = new byte[16];
  private static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

  @Test
  void handsOutPlainProtobufAsItIs() throws Exception {
    assertThat(DECODER.decode(OTLP).get(0).array()).isSameAs(OTLP);
  }

  @Test
  void opensEveryEnvelope() throws Exception {
    assertSpans(Envelopes.gzip(OTLP));
    assertSpans(Envelopes.zlib(OTLP));
    assertSpans(Envelopes.deflate(OTLP));
    assertSpans(Zstd.compress(OTLP));
    assertSpans(Envelopes.aggregated(OTLP));
  }

  @Test
  void opensEnvelopesInEnvelopes() throws Exception {
    assertSpans(Envelopes.aggregated(Envelopes.gzip(OTLP)));
    assertSpans(Envelopes.aggregated(Envelopes.deflate(OTLP)));
    assertSpans(Envelopes.gzip(Envelopes.aggregated(Envelopes.gzip(OTLP))));
    assertReason(
        Envelopes.gzip(Envelopes.gzip(Envelopes.gzip(Envelopes.gzip(OTLP)))),
        Reason.NESTED_TOO_DEEP);
  }

  @Test
  void opensAllRecordsOfAnAggregatedOne() throws Exception {
    byte[] other = OtlpProto.encode(TestTraces.trace(2, 3));
    List<ByteSlice> payloads =
        DECODER.decode(Envelopes.aggregated(OTLP, Envelopes.zlib(other), OTLP));
    assertThat(payloads).extracting(ByteSlice::toBytes).containsExactly(OTLP, other, OTLP);
  }

  @Test
  void takesStreamsWhoseEndIsMissing() throws Exception {
    assertSpans(Envelopes.unclosedDeflate(OTLP));
    assertSpans(Envelopes.unclosedGzip(OTLP));
    for (int missing = 1; missing <= 8; missing++) {
      byte[] gzip = Envelopes.gzip(OTLP);
      assertSpans(Arrays.copyOf(gzip, gzip.length - missing));
    }
    byte[] zlib = Envelopes.zlib(OTLP);
    assertSpans(Arrays.copyOf(zlib, zlib.length - 3));
  }

  @Test
  void refusesStreamsThatEndWithinThePayload() throws Exception {
    for (byte[] whole : List.of(Envelopes.gzip(OTLP), Envelopes.zlib(OTLP))) {
      for (int length = 2; length < whole.length - 12; length++) {
        byte[] part = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> spans(part)).isInstanceOf(DecodeException.class);
      }
    }
  }

  @Test
  void opensSeveralGzipMembersAsOneStream() throws Exception {
    byte[] first = Envelopes.gzip(Arrays.copyOf(OTLP, 100));
    byte[] second = Envelopes.gzip(Arrays.copyOfRange(OTLP, 100, OTLP.length));
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(first);
    both.write(second);
    assertSpans(both.toByteArray());
  }

  @Test
  void readsGzipHeadersWithAllTheirExtras() throws Exception {
    byte[] plain = Envelopes.gzip(OTLP);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {0x1f, (byte) 0x8b, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 0});
    out.write(new byte[] {3, 0, 9, 9, 9});
    out.write("name\0comment\0".getBytes(UTF_8));
    out.write(new byte[] {1, 2});
    out.write(plain, 10, plain.length - 10);
    assertSpans(out.toByteArray());
  }

  @Test
  void seesWhenAChecksumDoesNotFit() {
    byte[] gzip = Envelopes.gzip(OTLP);
    gzip[gzip.length - 6] ^= 1;
    assertReason(gzip, Reason.CHECKSUM_MISMATCH);
    byte[] zlib = Envelopes.zlib(OTLP);
    zlib[zlib.length - 1] ^= 1;
    assertReason(zlib, Reason.CHECKSUM_MISMATCH);
    byte[] aggregated = Envelopes.aggregated(OTLP);
    aggregated[40] ^= 1;
    assertReason(aggregated, Reason.CHECKSUM_MISMATCH);
  }

  @Test
  void readsZstdWithoutADeclaredSize() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
      zstd.write(OTLP);
    }
    assertSpans(out.toByteArray());
    assertReason(Arrays.copyOf(out.toByteArray(), out.size() - 5), Reason.TRUNCATED);
  }

  @Test
  void readsOtlpJson() throws Exception {
    assertSpans(json(SPANS));
    assertSpans(Envelopes.gzip(json(SPANS)));
    assertSpans(("\n " + new String(json(SPANS), UTF_8)).getBytes(UTF_8));
  }

  @Test
  void refusesOtlpJsonOfWhichSomethingWouldBeLost() {
    String old = "{\"resourceSpans\":[{\"instrumentationLibrarySpans\":[{\"spans\":[]}]}]}";
    assertReason(old.getBytes(UTF_8), Reason.MALFORMED);
    String link =
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"links\":[{\"spanId\":\"x\"}]}]}]}]}";
    assertReason(link.getBytes(UTF_8), Reason.MALFORMED);
  }

  @Test
  void endsDecompressionBombsEarly() throws Exception {
    byte[] zeros = new byte[40 << 20];
    assertReason(Envelopes.gzip(zeros), Reason.TOO_LARGE);
    assertReason(Envelopes.zlib(zeros), Reason.TOO_LARGE);
    assertReason(Envelopes.deflate(zeros), Reason.TOO_LARGE);
    assertReason(Zstd.compress(zeros), Reason.TOO_LARGE);
    byte[] part = Envelopes.gzip(new byte[12 << 20]);
    byte[] three = Envelopes.aggregated(gzipOfZerosBehindOtlp(), gzipOfZerosBehindOtlp(), part);
    assertReason(three, Reason.TOO_LARGE);
  }

  /** A ResourceSpans whose only field is unknown and 12 MB long. */
  private static byte[] gzipOfZerosBehindOtlp() {
    return Envelopes.gzip(
        Envelopes.field(1, new byte[] {0x1a, 0}, Envelopes.field(99, new byte[12 << 20])));
  }

  @Test
  void takesExactlyAsManyBytesAsAreAllowed() throws Exception {
    Limits exact = new Limits(OTLP.length, 1 << 20, 90, 3, 25);
    Limits less = new Limits(OTLP.length - 1, 1 << 20, 90, 3, 25);
    for (byte[] record : List.of(OTLP, Envelopes.gzip(OTLP), Zstd.compress(OTLP))) {
      assertThat(new RecordDecoder(exact).decode(record)).hasSize(1);
      assertThatThrownBy(() -> new RecordDecoder(less).decode(record))
          .isInstanceOfSatisfying(
              DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
    }
  }

  @Test
  void refusesAZstdWindowThatWouldCostTooMuchMemory() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
      zstd.setLong(27);
      zstd.write(OTLP);
    }
    assertReason(out.toByteArray(), Reason.TOO_LARGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"traceId\":\"a\",\"id\":\"b\",\"tags\":{}}]|zipkin_json",
        "{\"format\":\"json\",\"version\":1}{\"trace_id\":\"1-5-6\",\"id\":\"x\"}|xray_json",
        "{\"trace_id\":\"1-5759e988-bd862e3fe1be46a994272793\",\"id\":\"53995c3f42cd8ad8\"}|xray_json",
        "[[{\"trace_id\":1,\"span_id\":2,\"service\":\"x\"}]]|datadog_json",
        "{\"spans\":[{\"name\":\"projects/p/traces/t/spans/s\"}]}|google_cloud_json",
        "{\"data\":[{\"traceID\":\"a\"}]}|jaeger_json"
      })
  void namesTheJsonFormatsItDoesNotRead(String record, String format) {
    assertUnsupported(record.getBytes(UTF_8), format);
  }

  @Test
  void namesTheBinaryFormatsItDoesNotRead() {
    byte[] zipkinSpan =
        concat(
            Envelopes.field(1, TRACE_ID),
            Envelopes.field(2, ID),
            Envelopes.field(3, ID),
            new byte[] {0x20, 1},
            Envelopes.field(5, "get".getBytes(UTF_8)));
    assertUnsupported(Envelopes.field(1, zipkinSpan), "zipkin_proto");
    assertUnsupported(
        concat(Envelopes.field(1, zipkinSpan), Envelopes.field(1, zipkinSpan)), "zipkin_proto");
    byte[] jaeger =
        concat(
            Envelopes.field(1, TRACE_ID),
            Envelopes.field(2, ID),
            Envelopes.field(3, "op".getBytes(UTF_8)));
    assertUnsupported(jaeger, "jaeger_proto");
    assertUnsupported(Envelopes.gzip(jaeger), "jaeger_proto");
    byte[] datadog = {
      (byte) 0x91, (byte) 0x91, (byte) 0x82, (byte) 0xa4, 'n', 'a', 'm', 'e', (byte) 0xa1, 'x'
    };
    assertUnsupported(datadog, "datadog_msgpack");
  }

  @Test
  void takesForNeitherWhatCouldBeOtlpOrZipkin() throws Exception {
    byte[] resource = Envelopes.field(2000, new byte[13]); // unknown to OTLP, 16 bytes in all
    assertThat(resource).hasSize(16);
    byte[] both =
        Envelopes.field(
            1, Envelopes.field(1, resource), Envelopes.field(3, "https://".getBytes(UTF_8)));
    assertReason(both, Reason.UNKNOWN_FORMAT);
    RecordDecoder told =
        new RecordDecoder(Limits.DEFAULT, WireFormat.named("otlp_proto").orElseThrow());
    assertThat(told.decode(both)).hasSize(1);
  }

  @Test
  void takesAResourceOfSixteenBytesForOtlp() throws Exception {
    byte[] record =
        Envelopes.field(
            1, Envelopes.field(1, Envelopes.field(2000, new byte[13])), Envelopes.field(2));
    assertThat(DECODER.decode(record)).hasSize(1);
  }

  @Test
  void readsAStreamsOneFormatInAnyEnvelope() throws Exception {
    RecordDecoder proto =
        new RecordDecoder(Limits.DEFAULT, WireFormat.named("otlp_proto").orElseThrow());
    RecordDecoder json =
        new RecordDecoder(Limits.DEFAULT, WireFormat.named("otlp_json").orElseThrow());
    assertThat(spans(proto, Envelopes.deflate(OTLP))).containsExactlyInAnyOrderElementsOf(SPANS);
    assertThat(spans(proto, Envelopes.aggregated(OTLP))).containsExactlyInAnyOrderElementsOf(SPANS);
    assertThat(spans(json, Envelopes.zlib(json(SPANS)))).containsExactlyInAnyOrderElementsOf(SPANS);
    assertThatThrownBy(() -> spans(json, OTLP)).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> spans(proto, json(SPANS))).isInstanceOf(DecodeException.class);
    assertThat(WireFormat.named("no such")).isEmpty();
  }

  @Test
  void saysWhatARecordOfNoKnownFormatBeginsWith() {
    assertThatThrownBy(() -> DECODER.decode("<xml/>".getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_FORMAT))
        .hasMessageEndingWith("3C 78 6D 6C 2F 3E");
    assertReason("{}".getBytes(UTF_8), Reason.UNKNOWN_FORMAT);
    assertReason("[]".getBytes(UTF_8), Reason.UNKNOWN_FORMAT);
  }

  @Test
  void refusesWhatHasNothingInIt() {
    assertReason(new byte[0], Reason.EMPTY);
    assertReason(Envelopes.gzip(new byte[0]), Reason.EMPTY);
    assertReason(Envelopes.aggregated(), Reason.EMPTY);
    assertReason(Envelopes.aggregated(OTLP, new byte[0]), Reason.EMPTY);
  }

  private static void assertSpans(byte[] record) throws DecodeException {
    assertThat(spans(record)).containsExactlyInAnyOrderElementsOf(SPANS);
  }

  private static List<Span> spans(byte[] record) throws DecodeException {
    return spans(DECODER, record);
  }

  private static List<Span> spans(RecordDecoder decoder, byte[] record) throws DecodeException {
    List<Span> spans = new ArrayList<>();
    for (ByteSlice payload : decoder.decode(record)) {
      spans.addAll(OtlpProto.decode(payload, Limits.DEFAULT));
    }
    return spans;
  }

  private static void assertReason(byte[] record, Reason reason) {
    assertThatThrownBy(() -> DECODER.decode(record))
        .isInstanceOfSatisfying(
            DecodeException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static void assertUnsupported(byte[] record, String format) {
    assertReason(record, Reason.UNSUPPORTED_FORMAT);
    assertThatThrownBy(() -> DECODER.decode(record)).hasMessageContaining("holds " + format + ",");
  }

  private static byte[] json(Collection<Span> spans) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
        OtlpJson.write(json, spans);
      }
      return out.toByteArray();
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
