package dev.tailspan.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import dev.tailspan.model.AttributeValue.StringValue;
import dev.tailspan.model.RandomSpans;
import dev.tailspan.model.Span;
import dev.tailspan.model.TestTraces;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OtlpProtoTest {
  private static final Limits LIMITS = Limits.DEFAULT;

  @Test
  void writesTheSameBytesAsTheReferenceDoes() {
    for (int seed = 0; seed < 300; seed++) {
      List<Span> one = new RandomSpans(seed).spans(1);
      assertThat(OtlpProto.encode(one)).isEqualTo(ReferenceOtlp.ofEach(one).toByteArray());
    }
  }

  @Test
  void whatItWritesTheReferenceReadsAlike() throws Exception {
    for (int seed = 0; seed < 100; seed++) {
      List<Span> spans = new RandomSpans(seed).spans(20);
      TracesData read = TracesData.parseFrom(OtlpProto.encode(spans));
      assertThat(ReferenceOtlp.toModel(read)).containsExactlyInAnyOrderElementsOf(spans);
    }
  }

  @Test
  void whatTheReferenceWritesItReadsAlike() throws Exception {
    for (int seed = 0; seed < 100; seed++) {
      List<Span> spans = new RandomSpans(seed).spans(20);
      byte[] bytes = ReferenceOtlp.ofEach(spans).toByteArray();
      assertThat(OtlpProto.decode(bytes, LIMITS)).isEqualTo(spans);
    }
  }

  @Test
  void groupsSpansByResourceAndScope() throws Exception {
    List<Span> spans = TestTraces.traces(0, 20);
    TracesData read = TracesData.parseFrom(OtlpProto.encode(spans));
    assertThat(read.getResourceSpansCount()).isEqualTo(5);
  }

  @Test
  void passesOverFieldsItDoesNotKnow() throws Exception {
    List<Span> spans = new RandomSpans(1).spans(5);
    TracesData data = ReferenceOtlp.ofEach(spans);
    UnknownFieldSet news =
        UnknownFieldSet.newBuilder()
            .addField(77, UnknownFieldSet.Field.newBuilder().addVarint(-1).addFixed32(7).build())
            .addField(78, UnknownFieldSet.Field.newBuilder().addFixed64(9).build())
            .addField(
                900,
                UnknownFieldSet.Field.newBuilder()
                    .addGroup(
                        UnknownFieldSet.newBuilder()
                            .mergeVarintField(1, 5)
                            .mergeLengthDelimitedField(
                                2, com.google.protobuf.ByteString.copyFromUtf8("x"))
                            .build())
                    .build())
            .build();
    TracesData.Builder more = data.toBuilder().setUnknownFields(news);
    more.getResourceSpansBuilderList()
        .forEach(
            r -> {
              r.setUnknownFields(news).getResourceBuilder().setUnknownFields(news);
              r.getScopeSpansBuilder(0)
                  .setUnknownFields(news)
                  .getSpansBuilder(0)
                  .setUnknownFields(news);
            });
    assertThat(OtlpProto.decode(more.build().toByteArray(), LIMITS)).isEqualTo(spans);
  }

  @Test
  void mergesAResourceThatComesInTwoPiecesAndAfterItsSpans() throws Exception {
    List<Span> spans = new RandomSpans(3).spans(1);
    TracesData data = ReferenceOtlp.ofEach(spans);
    byte[] head = data.getResourceSpans(0).toBuilder().clearScopeSpans().build().toByteArray();
    byte[] body = data.getResourceSpans(0).toBuilder().clearResource().build().toByteArray();
    ProtoWriter out = new ProtoWriter(64);
    int mark = out.begin(1);
    out.raw(body, 0, body.length);
    out.raw(head, 0, head.length);
    out.raw(head, 0, head.length);
    out.end(mark);
    List<Span> read = OtlpProto.decode(out.toBytes(), LIMITS);
    assertThat(read).isEqualTo(ReferenceOtlp.toModel(TracesData.parseFrom(out.toBytes())));
    assertThat(read).hasSize(1);
  }

  @Test
  void readsTheInstrumentationLibrarySpansOfOldSenders() throws Exception {
    List<Span> spans = new RandomSpans(4).spans(1);
    TracesData data = ReferenceOtlp.ofEach(spans);
    byte[] head = data.getResourceSpans(0).toBuilder().clearScopeSpans().build().toByteArray();
    ProtoWriter out = new ProtoWriter(64);
    int mark = out.begin(1);
    out.raw(head, 0, head.length);
    out.bytes(1000, data.getResourceSpans(0).getScopeSpans(0).toByteArray());
    out.end(mark);
    assertThat(OtlpProto.decode(out.toBytes(), LIMITS)).isEqualTo(spans);
  }

  @Test
  void putsReplacementCharactersWhereATextIsNoUtf8() throws Exception {
    byte[] good =
        OtlpProto.encode(List.of(TestTraces.span(TestTraces.id(1), 7).name("pay@bill").build()));
    byte[] bad = good.clone();
    int at = new String(good, StandardCharsets.ISO_8859_1).indexOf("pay@bill") + 3;
    bad[at] = (byte) 0xff;
    assertThat(OtlpProto.decode(bad, LIMITS).get(0).name()).isEqualTo("pay\uFFFDbill");

    ByteSlice repaired = new OtlpValidator(LIMITS).validate(ByteSlice.of(bad));
    assertThat(
            TracesData.parseFrom(repaired.toBytes())
                .getResourceSpans(0)
                .getScopeSpans(0)
                .getSpans(0)
                .getName())
        .isEqualTo("pay\uFFFDbill");
  }

  @Test
  void leavesGoodBytesAsTheyAre() throws Exception {
    ByteSlice good = ByteSlice.of(OtlpProto.encode(new RandomSpans(5).spans(30)));
    assertThat(new OtlpValidator(LIMITS).validate(good)).isSameAs(good);
  }

  @Test
  void refusesAttributesNestedTenThousandLevelsDeep() {
    byte[] bytes = nested(10_000);
    assertThatThrownBy(() -> OtlpProto.decode(bytes, LIMITS))
        .isInstanceOfSatisfying(
            DecodeException.class,
            e -> assertThat(e.reason()).isEqualTo(DecodeException.Reason.NESTED_TOO_DEEP));
  }

  @Test
  void readsNestingUpToTheLimitAndSoDoesTheReference() throws Exception {
    byte[] bytes = nested(42);
    assertThat(OtlpProto.decode(bytes, LIMITS))
        .isEqualTo(ReferenceOtlp.toModel(TracesData.parseFrom(bytes)));
    assertThatThrownBy(() -> OtlpProto.decode(nested(43), LIMITS))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void refusesAFieldOfTheWrongWireType() {
    ProtoWriter out = new ProtoWriter(16);
    int group = out.begin(1);
    int scope = out.begin(2);
    int span = out.begin(2);
    out.unsigned(5, 1);
    out.end(span);
    out.end(scope);
    out.end(group);
    assertThatThrownBy(() -> OtlpProto.decode(out.toBytes(), LIMITS))
        .hasMessageContaining("SPAN field 5 has wire type 0");
  }

  @Test
  void tellsUtf8AsTheJdkDoes() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      for (int j = 0; j < bytes.length; j++) {
        int b = random.nextInt(256);
        bytes[j] = (byte) (random.nextBoolean() ? b | 0x80 : b);
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      boolean same = java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes);
      assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(same);
    }
  }

  @Test
  void findsAnAttributeInPlace() throws Exception {
    Span span = TestTraces.trace(1, 1).get(0);
    TracesData data = ReferenceOtlp.ofEach(List.of(span));
    ByteSlice bytes =
        ByteSlice.of(data.getResourceSpans(0).getScopeSpans(0).getSpans(0).toByteArray());
    assertThat(
            OtlpProto.findAttribute(
                bytes, "http.request.method".getBytes(StandardCharsets.UTF_8), LIMITS))
        .isEqualTo(new StringValue("GET"));
    assertThat(
            OtlpProto.findAttribute(bytes, "http.request".getBytes(StandardCharsets.UTF_8), LIMITS))
        .isNull();
  }

  /** A span with one attribute of arrays in arrays. */
  static byte[] nested(int levels) {
    byte[] value = {};
    for (int i = 0; i < levels; i++) {
      ProtoWriter out = new ProtoWriter(value.length + 16);
      int array = out.begin(5);
      out.bytes(1, value);
      out.end(array);
      value = out.toBytes();
    }
    ProtoWriter out = new ProtoWriter(value.length + 64);
    int group = out.begin(1);
    int scope = out.begin(2);
    int span = out.begin(2);
    out.bytes(1, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    out.bytes(2, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    int attribute = out.begin(9);
    out.bytes(2, value);
    out.end(attribute);
    out.end(span);
    out.end(scope);
    out.end(group);
    return out.toBytes();
  }
}
