package dev.tailspan.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtlpJsonTest {
  private static final String TRACE = "5b8efff798038103d269b633813fc60c";
  private static final String SPAN = "eee19b7ec3c1b174";
  private static final String IDS = "\"traceId\":\"" + TRACE + "\",\"spanId\":\"" + SPAN + "\"";

  @Test
  void readsTheSpecificationsExample() throws Exception {
    List<Span> spans = decode(corpus("opentelemetry-proto/trace.json"));

    assertThat(spans).hasSize(1);
    Span span = spans.get(0);
    assertThat(span.traceId()).isEqualTo(TraceId.fromHex(TRACE));
    assertThat(span.spanId()).isEqualTo(SpanId.fromHex(SPAN));
    assertThat(span.parentSpanId()).isEqualTo(SpanId.fromHex("eee19b7ec3c1b173"));
    assertThat(span.name()).isEqualTo("I'm a server span");
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.startTimeUnixNano()).isEqualTo(1544712660000000000L);
    assertThat(span.durationNanos()).isEqualTo(1_000_000_000L);
    assertThat(span.serviceName()).isEqualTo("my.service");
    assertThat(span.scope().name()).isEqualTo("my.library");
    assertThat(span.scope().attributes().getString("my.scope.attribute"))
        .isEqualTo("some scope attribute");
    assertThat(span.attributes().getString("my.span.attr")).isEqualTo("some value");
  }

  @Test
  void readsTheDemosSpansWithEnumsByName() throws Exception {
    List<Span> spans = decode(corpus("otel-demo-echoed/otel-demo.otlp.json"));

    assertThat(spans).hasSize(21);
    assertThat(spans.stream().map(Span::traceId).distinct()).hasSize(5);
    assertThat(spans)
        .extracting(Span::serviceName)
        .contains("cartservice", "frontend", "frontend-proxy", "emailservice");
    assertThat(spans).extracting(Span::kind).contains(SpanKind.SERVER, SpanKind.CLIENT);
    assertThat(spans).extracting(s -> s.status().code()).contains(Status.Code.ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"opentelemetry-proto/trace.json", "otel-demo-echoed/otel-demo.otlp.json"})
  void whatIsWrittenReadsBackTheSame(String file) throws Exception {
    List<Span> spans = decode(corpus(file));
    assertThat(decode(write(spans))).containsExactlyInAnyOrderElementsOf(spans);
  }

  @Test
  void everyFieldSurvivesTheRoundTrip() throws Exception {
    List<Span> spans = List.of(OtlpJsonFixtures.full(), OtlpJsonFixtures.bare());
    assertThat(decode(write(spans))).isEqualTo(spans);
  }

  @ParameterizedTest
  @ValueSource(strings = {"opentelemetry-proto/trace.json", "otel-demo-echoed/otel-demo.otlp.json"})
  void readsTheSameAsTheGeneratedClasses(String file) throws Exception {
    TracesData expected = JsonByDescriptor.read(corpus(file), TracesData.newBuilder()).build();
    assertThat(decode(corpus(file))).isEqualTo(ReferenceOtlp.toModel(expected)).isNotEmpty();
  }

  @Test
  void theGeneratedClassesReadWhatIsWrittenAndSoDoesTheProtobufSide() throws Exception {
    List<Span> spans = List.of(OtlpJsonFixtures.full(), OtlpJsonFixtures.bare());
    TracesData data = JsonByDescriptor.read(write(spans), TracesData.newBuilder()).build();

    assertThat(ReferenceOtlp.toModel(data)).isEqualTo(spans);
    assertThat(OtlpProto.decode(OtlpProto.encode(decode(write(spans))), Limits.DEFAULT))
        .isEqualTo(spans);
  }

  @Test
  void writesIntegersAsTextsEnumsAsNumbersAndLeavesDefaultsOut() throws Exception {
    Span span =
        Span.builder(TraceId.fromHex(TRACE), SpanId.fromHex(SPAN))
            .kind(SpanKind.CLIENT)
            .times(1, -1)
            .attributes(
                new Attributes(List.of(new KeyValue("zero", new AttributeValue.IntValue(0)))))
            .build();

    assertThat(write(List.of(span)))
        .isEqualTo(
            "{'resourceSpans':[{'resource':{},'scopeSpans':[{'scope':{},'spans':[{'traceId':'%s',"
                    .replace('\'', '"')
                    .formatted(TRACE)
                + "'spanId':'%s','kind':3,'startTimeUnixNano':'1',"
                    .formatted(SPAN)
                    .replace('\'', '"')
                + "'endTimeUnixNano':'18446744073709551615','attributes':[{'key':'zero',"
                    .replace('\'', '"')
                + "'value':{'intValue':'0'}}]}]}]}]}".replace('\'', '"'));
  }

  @Test
  void groupsByResourceAndScopeInTheOrderOfFirstSight() throws Exception {
    Span a = OtlpJsonFixtures.full();
    Span b = OtlpJsonFixtures.bare();
    String json = write(List.of(a, b, a.toBuilder().name("again").build()));

    assertThat(decode(json)).containsExactly(a, a.toBuilder().name("again").build(), b);
    assertThat(json.split("\"resource\":", -1)).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "5B8EFFF798038103D269B633813FC60C, EEE19B7EC3C1B174",
    "5b8efff798038103d269b633813fc60c, eee19b7ec3c1b174",
    "W47/95gDgQPSabYzgT/GDA==, 7uGbfsPBsXQ=",
  })
  void idsAreHexOfEitherCaseOrBase64(String traceId, String spanId) throws Exception {
    Span span = one("\"traceId\":\"" + traceId + "\",\"spanId\":\"" + spanId + "\"");
    assertThat(span.traceId().hex()).isEqualTo(TRACE);
    assertThat(span.spanId().hex()).isEqualTo(SPAN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"traceId\":\"5b8efff798038103\",\"spanId\":\"" + SPAN + "\"",
        "\"traceId\":\"" + TRACE + "\",\"spanId\":\"" + TRACE + "\"",
        "\"traceId\":\"zz8efff798038103d269b633813fc60c\",\"spanId\":\"" + SPAN + "\"",
        "\"traceId\":\"AAAAAAAAAAAAAAAAAAAAAAAA\",\"spanId\":\"" + SPAN + "\"",
        "\"traceId\":\"\",\"spanId\":\"" + SPAN + "\"",
        "\"spanId\":\"" + SPAN + "\"",
        "\"traceId\":\"" + TRACE + "\"",
        IDS + ",\"parentSpanId\":\"abc\"",
      })
  void aSpanWithBadIdsComesWithAZeroIdAndCostsNoOther(String fields) throws Exception {
    List<Span> spans = decode(document("{" + fields + "},{" + IDS + "}"));

    assertThat(spans).hasSize(2);
    Span bad = spans.get(0);
    assertThat(bad.traceId().isValid() && bad.spanId().isValid()).isFalse();
    assertThat(spans.get(1).spanId().hex()).isEqualTo(SPAN);
  }

  @Test
  void tellsWhatIsWrongWithAnIdAndWhere() throws Exception {
    List<String> problems = new ArrayList<>();
    String json = document("{" + IDS + "},{" + IDS + ",\"parentSpanId\":\"abc\"}");
    OtlpJson.decode(bytes(json), Limits.DEFAULT, problems::add);

    assertThat(problems)
        .containsExactly(
            "resourceSpans[0].scopeSpans[0].spans[1].parentSpanId must be 16 hex digits, but has 3"
                + " characters");
  }

  @Test
  void tellsOfSpansInTheFieldThatWasRemoved() throws Exception {
    List<String> problems = new ArrayList<>();
    String json = "{\"resourceSpans\":[{\"instrumentationLibrarySpans\":[{\"spans\":[{}]}]}]}";
    assertThat(OtlpJson.decode(bytes(json), Limits.DEFAULT, problems::add)).isEmpty();
    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("resourceSpans[0].instrumentationLibrarySpans is not read");
  }

  @Test
  void snakeCaseKeysAndUnknownFieldsDoNoHarm() throws Exception {
    String json =
        "{\"resource_spans\":[{\"x\":{\"y\":[1,{}]},\"scope_spans\":[{\"spans\":[{\"trace_id\":\""
            + TRACE
            + "\",\"span_id\":\""
            + SPAN
            + "\",\"start_time_unix_nano\":5,\"end_time_unix_nano\":\"7\",\"new\":[[]]}]}]}]}";
    assertThat(decode(json)).singleElement().extracting(Span::durationNanos).isEqualTo(2L);
  }

  @Test
  void resourceAndScopeMayComeAfterTheirSpans() throws Exception {
    String json =
        "{\"resourceSpans\":[{\"schemaUrl\":\"r\",\"scopeSpans\":[{\"spans\":[{"
            + IDS
            + "}],\"schemaUrl\":\"s\",\"scope\":{\"name\":\"late\"}}],\"resource\":{\"attributes\":"
            + "[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"later\"}}]}}]}";
    Span span = decode(json).get(0);
    assertThat(span.serviceName()).isEqualTo("later");
    assertThat(span.resource().schemaUrl()).isEqualTo("r");
    assertThat(span.scope().name()).isEqualTo("late");
    assertThat(span.scope().schemaUrl()).isEqualTo("s");
  }

  @Test
  void scopesUnderTheirOldNumberCountWhereThereAreNoOthers() throws Exception {
    String old = "\"deprecatedScopeSpans\":[{\"spans\":[{" + IDS + ",\"name\":\"old\"}]}]";
    assertThat(decode("{\"resourceSpans\":[{" + old + "}]}"))
        .singleElement()
        .extracting(Span::name)
        .isEqualTo("old");
    String both =
        "{\"resourceSpans\":[{"
            + old
            + ",\"scopeSpans\":[{\"spans\":[{"
            + IDS
            + ",\"name\":\"new\"}]}]}]}";
    assertThat(decode(both)).singleElement().extracting(Span::name).isEqualTo("new");
  }

  @ParameterizedTest
  @CsvSource({
    "stringValue, StringValue",
    "bytesValue, BytesValue",
    "arrayValue, ArrayValue",
    "kvlistValue, KeyValueListValue",
    "intValue, EmptyValue",
    "boolValue, EmptyValue",
    "doubleValue, EmptyValue"
  })
  void nullIsAnEmptyValueOfItsKindWhereThereIsOne(String kind, String type) throws Exception {
    String attribute = "{\"key\":\"a\",\"value\":{\"" + kind + "\":null}}";
    Span span = one(IDS + ",\"attributes\":[" + attribute + "]");
    assertThat(span.attributes().get("a").getClass().getSimpleName()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "inf, Infinity",
    "+Inf, Infinity",
    "-inf, -Infinity",
    "INFINITY, Infinity",
    "nan, NaN"
  })
  void doublesMayBeSpeltAsGoDoes(String spelling, String text) throws Exception {
    String attribute = "{\"key\":\"a\",\"value\":{\"doubleValue\":\"" + spelling + "\"}}";
    Span span = one(IDS + ",\"attributes\":[" + attribute + "]");
    assertThat(span.attributes().get("a").asText()).isEqualTo(text);
  }

  @Test
  void nullStandsForTheDefault() throws Exception {
    Span span =
        one(
            IDS
                + ",\"parentSpanId\":null,\"kind\":null,\"name\":null,\"startTimeUnixNano\":null,"
                + "\"attributes\":null,\"events\":null,\"status\":null,\"links\":null");
    assertThat(span)
        .isEqualTo(
            Span.builder(span.traceId(), span.spanId())
                .resource(span.resource())
                .scope(span.scope())
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{\"intValue\":\"-9223372036854775808\"} | -9223372036854775808",
        "{\"intValue\":9223372036854775807} | 9223372036854775807",
        "{\"intValue\":1.20e2} | 120",
        "{\"doubleValue\":\"NaN\"} | NaN",
        "{\"doubleValue\":\"-Infinity\"} | -Infinity",
        "{\"doubleValue\":1} | 1.0",
        "{\"doubleValue\":\"2.5\"} | 2.5",
        "{\"boolValue\":true} | true",
        "{\"bytesValue\":\"AP8=\"} | 00ff",
        "{\"bytesValue\":\"-_8\"} | fbff",
        "{\"arrayValue\":{\"values\":[{\"intValue\":1},{},{\"stringValue\":\"a\"}]}} | [1,null,\"a\"]",
        "{\"kvlistValue\":{\"values\":[{\"key\":\"k\",\"value\":{\"boolValue\":false}}]}} |"
            + " {\"k\":false}",
        "{\"arrayValue\":{}} | []",
        "{} | ''",
        "null | ''",
        "{\"stringValue\":null} | ''",
      })
  void readsEveryKindOfValue(String json, String text) throws Exception {
    Span span = one(IDS + ",\"attributes\":[{\"key\":\"a\",\"value\":" + json + "}]");
    assertThat(span.attributes().get("a").asText()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"startTimeUnixNano\":-1 | startTimeUnixNano must be an unsigned 64-bit integer",
        "\"startTimeUnixNano\":18446744073709551616 | startTimeUnixNano must be an unsigned 64-bit"
            + " integer",
        "\"startTimeUnixNano\":1e999999999 | startTimeUnixNano must be an unsigned 64-bit integer",
        "\"startTimeUnixNano\":1e-999999999 | startTimeUnixNano must be an unsigned 64-bit integer",
        "\"startTimeUnixNano\":\"today\" | startTimeUnixNano must be an unsigned 64-bit integer",
        "\"startTimeUnixNano\":{} | startTimeUnixNano must be an unsigned 64-bit integer",
        "\"kind\":\"SPAN_KIND_SEVER\" | kind must be a number or a name of OTLP's enum",
        "\"flags\":4294967296 | flags must be an unsigned 32-bit integer",
        "\"name\":[] | name must be a text",
        "\"attributes\":{} | attributes must be a list",
        "\"status\":2 | status must be an object",
        "\"attributes\":[{\"value\":{\"intValue\":1.5}}] | attributes[0].value.intValue must be a"
            + " signed 64-bit integer",
        "\"attributes\":[{\"value\":{\"doubleValue\":1e999}}] | attributes[0].value.doubleValue must"
            + " be a number within the range of a double",
        "\"attributes\":[{\"value\":{\"doubleValue\":\"0x1p3\"}}] | attributes[0].value.doubleValue"
            + " must be a number",
        "\"attributes\":[{\"value\":{\"bytesValue\":\"*\"}}] | attributes[0].value.bytesValue must be"
            + " base64",
        "\"events\":[{},7] | events[1] must be an object",
      })
  void anErrorNamesThePlace(String field, String message) {
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> one(field))
        .withMessage("resourceSpans[0].scopeSpans[0].spans[0]." + message)
        .extracting(DecodeException::reason)
        .isEqualTo(DecodeException.Reason.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "'' | EMPTY",
        "' ' | EMPTY",
        "{\"resourceSpans\":[{ | TRUNCATED",
        "{\"resourceSpans\":[{\"schemaUrl\":\"ab | TRUNCATED",
        "[] | MALFORMED",
        "null | MALFORMED",
        "{\"resourceLogs\":[]} | MALFORMED",
        "{\"resourceSpans\":[]}} | MALFORMED",
        "{resourceSpans:[]} | MALFORMED",
      })
  void aDocumentThatIsNoneIsRefused(String json, DecodeException.Reason reason) {
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> decode(json))
        .extracting(DecodeException::reason)
        .isEqualTo(reason);
  }

  @Test
  void anEmptyDocumentHoldsNoSpans() throws Exception {
    assertThat(decode("{}")).isEmpty();
    assertThat(decode("{\"resourceSpans\":null}")).isEmpty();
  }

  @Test
  void documentsMayFollowOneAnother() throws Exception {
    String json = document("{" + IDS + "}");
    assertThat(decode(json + "\n" + json + "\n")).hasSize(2);
  }

  @Test
  void aByteOrderMarkIsSkipped() throws Exception {
    assertThat(decode("\uFEFF" + document("{" + IDS + "}"))).hasSize(1);
  }

  @Test
  void badUtf8BecomesTheReplacementCharacter() throws Exception {
    byte[] json = bytes(document("{" + IDS + ",\"name\":\"a?b\\ud800c\\ud83d\\ude00\"}"));
    for (int i = 0; i < json.length; i++) {
      json[i] = json[i] == '?' ? (byte) 0xFF : json[i];
    }
    assertThat(OtlpJson.decode(json, Limits.DEFAULT).get(0).name())
        .isEqualTo("a\uFFFDb\uFFFDc\uD83D\uDE00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"arrayValue\":{\"values\":[", "[", "{\"x\":"})
  void nestingIsBounded(String opening) {
    String json = "{" + IDS + ",\"attributes\":[{\"value\":" + opening.repeat(200_000);
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> decode(document(json)))
        .extracting(DecodeException::reason)
        .isIn(DecodeException.Reason.NESTED_TOO_DEEP, DecodeException.Reason.MALFORMED);
  }

  @Test
  void aMultitudeOfNothingIsRefusedBeforeItFillsTheMemory() {
    String json = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + "{},".repeat(400_000);
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> decode(json))
        .withMessageContaining("more than 262144 spans")
        .extracting(DecodeException::reason)
        .isEqualTo(DecodeException.Reason.TOO_LARGE);
  }

  @Test
  void anyCutOfADocumentIsRefusedAndAnyChangedByteIsReadOrRefused() throws Exception {
    byte[] json = bytes(write(List.of(OtlpJsonFixtures.full(), OtlpJsonFixtures.bare())));
    for (int i = 0; i < json.length; i++) {
      byte[] cut = java.util.Arrays.copyOf(json, i);
      assertThatExceptionOfType(DecodeException.class)
          .isThrownBy(() -> OtlpJson.decode(cut, Limits.DEFAULT));
      for (byte other : new byte[] {0, '"', '{', ']', '9', (byte) 0xC3}) {
        byte[] changed = json.clone();
        changed[i] = other;
        try {
          OtlpJson.decode(changed, Limits.DEFAULT);
        } catch (DecodeException e) {
          assertThat(e.getMessage()).isNotBlank();
        }
      }
    }
  }

  private static Span one(String fields) throws DecodeException {
    return decode(document("{" + fields + "}")).get(0);
  }

  private static String document(String spans) {
    return "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[" + spans + "]}]}]}";
  }

  private static List<Span> decode(String json) throws DecodeException {
    return OtlpJson.decode(bytes(json), Limits.DEFAULT);
  }

  static String write(Collection<Span> spans) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      OtlpJson.write(out, spans);
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String corpus(String file) throws IOException {
    try (InputStream in = OtlpJsonTest.class.getResourceAsStream("/corpus/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
