package dev.tailspan.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.AttributeValue.ArrayValue;
import dev.tailspan.model.AttributeValue.DoubleValue;
import dev.tailspan.model.AttributeValue.IntValue;
import dev.tailspan.model.AttributeValue.KeyValueListValue;
import dev.tailspan.model.AttributeValue.StringValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.RandomSpans;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.ProtoWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules applied to OTLP; every result is read again by the decoder, which knows no redaction. */
class RedactionTest {
  private static final String CARD = "4111111111111111";

  @Test
  void bytesThatNoRuleTouchesComeBackAsTheVerySame() throws Exception {
    Redaction redaction = rules("allow_all_keys: true, blocked_values: ['no such text at all']");
    for (int seed = 0; seed < 50; seed++) {
      ByteSlice sent = ByteSlice.of(OtlpProto.encode(new RandomSpans(seed).spans(20)));
      assertThat(redaction.apply(sent)).isSameAs(sent);
    }
  }

  @Test
  void whatIsKnownOfKeysAndValuesFromBeforeChangesNothing() throws Exception {
    String text =
        "allow_all_keys: true, blocked_values: ['[aeiou]{2}', '[0-9]{3}'],"
            + " blocked_key_patterns: ['^k'], redact_all_types: true";
    Redaction warm = rules(text);
    for (int seed = 0; seed < 100; seed++) {
      ByteSlice sent = ByteSlice.of(OtlpProto.encode(new RandomSpans(seed % 50).spans(20)));
      assertThat(warm.apply(sent).toBytes())
          .as("seed %d", seed)
          .isEqualTo(rules(text).apply(sent).toBytes());
    }
  }

  @Test
  void onlyTheMessageThatIsTouchedIsWrittenAnew() throws Exception {
    // An unknown field, and a length in more bytes than it needs, beside the attribute.
    ProtoWriter span = new ProtoWriter(100);
    span.raw(new byte[] {(byte) 0xf8, 0x7f, 5}, 0, 3);
    span.raw(new byte[] {0x2a, (byte) 0x81, 0, 'n'}, 0, 4);
    attribute(span, "card", CARD);
    byte[] left =
        rules("allow_all_keys: true, blocked_values: ['4[0-9]+']")
            .apply(inTracesData(span))
            .toBytes();
    assertThat(new String(left, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains(new String(new char[] {0xf8, 0x7f, 5, 0x2a, 0x81, 0, 'n'}))
        .contains("****")
        .doesNotContain(CARD);
  }

  @Test
  void valuesWithinValuesAreSearchedAndTheirKeysAreJudged() throws Exception {
    Attributes inner =
        new Attributes(
            List.of(
                new KeyValue("password", new StringValue("x")),
                new KeyValue("list", new ArrayValue(List.of(new StringValue("a " + CARD))))));
    Span left =
        apply(
            "allow_all_keys: true, blocked_values: ['4[0-9]{15}'], blocked_key_patterns: [pass]",
            new KeyValue("outer", new KeyValueListValue(inner)));
    assertThat(left.attributes().entries().get(0).value().asText())
        .contains("****")
        .doesNotContain(CARD)
        .doesNotContain("\"x\"");
  }

  @Test
  void numbersAreLookedAtOnlyWhereTheRulesSaySo() throws Exception {
    KeyValue whole = new KeyValue("card", new IntValue(4_111_111_111_111_111L));
    KeyValue fraction = new KeyValue("card", new DoubleValue(4.111111111111111e15));
    String blocked = "allow_all_keys: true, blocked_values: ['^4[0-9]{15}$']";
    for (KeyValue card : List.of(whole, fraction)) {
      assertThat(apply(blocked, card).attributes().entries()).containsExactly(card);
      assertThat(apply(blocked + ", redact_all_types: true", card).attributes().entries())
          .containsExactly(new KeyValue("card", new StringValue("****")));
    }
  }

  @Test
  void aValueSplitInTwoPiecesAndAKeyGivenTwiceHideNothing() throws Exception {
    ProtoWriter span = new ProtoWriter(100);
    int attribute = span.begin(9);
    span.string(1, "harmless");
    for (String text : List.of(CARD, CARD)) {
      int value = span.begin(2);
      span.string(1, text);
      span.end(value);
    }
    span.end(attribute);
    attribute = span.begin(9);
    span.string(1, "harmless");
    span.string(1, "password");
    int value = span.begin(2);
    span.string(1, "hunter2");
    span.end(value);
    span.end(attribute);
    byte[] left =
        rules(
                "allow_all_keys: true, blocked_values: ['4[0-9]{15}'],"
                    + " actions: [{key: password, action: delete}]")
            .apply(inTracesData(span))
            .toBytes();
    assertThat(new String(left, UTF_8)).doesNotContain(CARD).doesNotContain("hunter2");
  }

  @Test
  void everyTextOfRandomSpansIsFoundWhereverItStands() throws Exception {
    Redaction redaction =
        rules("allow_all_keys: true, blocked_values: ['(?s).+'], mask_names_and_messages: true");
    for (int seed = 0; seed < 50; seed++) {
      byte[] sent = OtlpProto.encode(new RandomSpans(seed).spans(20));
      ByteSlice left = redaction.apply(ByteSlice.of(sent));
      for (Span span : OtlpProto.decode(left, Limits.DEFAULT)) {
        assertThat(span.name()).isIn("", "****");
        assertThat(span.status().message()).isIn("", "****");
        span.attributes().forEach(each -> masked(each.value()));
        span.resource().attributes().forEach(each -> masked(each.value()));
        span.scope().attributes().forEach(each -> masked(each.value()));
        span.events().forEach(event -> event.attributes().forEach(each -> masked(each.value())));
        span.links().forEach(link -> link.attributes().forEach(each -> masked(each.value())));
      }
      assertThat(redaction.apply(ByteSlice.of(sent))).isEqualTo(left);
      assertThat(redaction.apply(left)).isEqualTo(left);
    }
  }

  private static void masked(AttributeValue value) {
    if (value instanceof StringValue text) {
      assertThat(text.value()).isIn("", "****");
    } else if (value instanceof ArrayValue list) {
      list.values().forEach(RedactionTest::masked);
    } else if (value instanceof KeyValueListValue map) {
      map.values().forEach(each -> masked(each.value()));
    }
  }

  @Test
  void hashesAreThoseOfOpenSsl() throws Exception {
    // From "printf 'ann' | openssl dgst -ALGORITHM", with "-hmac 0123456789abcdef" for those with a
    // key.
    assertThat(hash("md5")).isEqualTo("7e0d7f8a5d96c24ffcc840f31bce72b2");
    assertThat(hash("sha1")).isEqualTo("744cb9a9fb3d5583744ea3ece9b4d819d90bdee2");
    assertThat(hash("sha256"))
        .isEqualTo("49915e0d7d4b402e3017d010bc1c0e83cac6c797d6c16e66340fe3268693a6a1");
    assertThat(hash("sha3"))
        .isEqualTo("35069cea51d4b74157afdb3ddb9ea211e0b50f899d75a8af009c3c690a82766d");
    assertThat(hash("hmac-sha256"))
        .isEqualTo("fb385915a0623c0be3e7b0a7134dbb620a2771faff45e92eb8647d11aa2947cf");
    assertThat(hash("hmac-sha512")).hasSize(128).startsWith("547b312a86c788cc");
  }

  private static String hash(String function) throws Exception {
    Redaction redaction =
        Redaction.of(
            file("allow_all_keys: true, blocked_key_patterns: [k], hash_function: " + function),
            "0123456789abcdef".getBytes(UTF_8));
    return apply(redaction, new KeyValue("k", new StringValue("ann")))
        .attributes()
        .entries()
        .get(0)
        .value()
        .asText();
  }

  @Test
  void withoutAKeyThereIsNoHmac() {
    assertThatThrownBy(() -> rules("allow_all_keys: true, hash_function: hmac-sha256"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Span apply(String rules, KeyValue attribute) throws Exception {
    return apply(rules(rules), attribute);
  }

  private static Span apply(Redaction redaction, KeyValue attribute) throws DecodeException {
    Span span =
        Span.builder(new TraceId(1, 2), new SpanId(3))
            .attributes(new Attributes(List.of(attribute)))
            .build();
    ByteSlice left = redaction.apply(ByteSlice.of(OtlpProto.encode(List.of(span))));
    return OtlpProto.decode(left, Limits.DEFAULT).get(0);
  }

  private static Redaction rules(String flow) throws PolicyFileException {
    return Redaction.of(file(flow));
  }

  private static List<RedactionRules> file(String flow) throws PolicyFileException {
    return PolicyFile.parse(("redaction: {" + flow + "}\npolicies: []\n").getBytes(UTF_8))
        .redaction();
  }

  private static void attribute(ProtoWriter span, String key, String text) {
    int attribute = span.begin(9);
    span.string(1, key);
    int value = span.begin(2);
    span.string(1, text);
    span.end(value);
    span.end(attribute);
  }

  private static ByteSlice inTracesData(ProtoWriter span) {
    ProtoWriter out = new ProtoWriter(100);
    int resource = out.begin(1);
    int scope = out.begin(2);
    int at = out.begin(2);
    out.raw(span.array(), 0, span.size());
    out.end(at);
    out.end(scope);
    out.end(resource);
    return ByteSlice.of(out.toBytes());
  }
}
