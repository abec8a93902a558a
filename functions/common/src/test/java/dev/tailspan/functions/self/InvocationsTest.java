package dev.tailspan.functions.self;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.functions.common.TestContext;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvocationsTest {
  private static final String CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0";

  private final TestContext context = new TestContext();
  private final TestInvocations test = new TestInvocations("ingest");
  private final Invocations invocations = test.invocations();

  private JsonNode line() throws IOException {
    assertThat(context.log()).hasLineCount(1);
    return new ObjectMapper().readTree(context.log());
  }

  @Test
  void aLineNamesTheInvocationAndItsSpan() throws Exception {
    test.xrayHeader("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0");
    invocations.run(context, invocation -> invocation.warn("slow"));

    JsonNode line = line();
    assertThat(line.path("logger").asText()).isEqualTo("dev.tailspan.ingest");
    assertThat(line.path("function_name").asText()).isEqualTo("function");
    assertThat(line.path("function_version").asText()).isEqualTo("7");
    assertThat(line.path("function_request_id").asText()).isEqualTo("request-1");
    Span span = test.published().get(0).get(0);
    assertThat(line.path("trace_id").asText())
        .isEqualTo("5759e988bd862e3fe1be46a994272793")
        .isEqualTo(span.traceId().hex());
    assertThat(line.path("span_id").asText()).isEqualTo(span.spanId().hex());
  }

  @Test
  void anUntracedInvocationHasIdsInItsLogToo() throws Exception {
    Invocations.untraced("ingest").run(context, invocation -> invocation.warn("slow"));
    assertThat(line().path("trace_id").asText()).matches("[0-9a-f]{32}");
    assertThat(Invocations.untraced("ingest").calls())
        .isSameAs(dev.tailspan.stores.CallObserver.NONE);
  }

  @Test
  void aTraceIsTheInvocationWithItsCallsAsChildren() throws Exception {
    invocations.run(
        context,
        invocation -> {
          invocations.calls().began("DynamoDb", "BatchWriteItem").ended(null);
          invocations.calls().began("S3", "PutObject").ended(new IOException("secret"));
          invocation.set("tailspan.records", 3);
        });
    List<Span> spans = test.published().get(0);
    assertThat(spans)
        .extracting(Span::name)
        .containsExactly("ingest", "DynamoDb.BatchWriteItem", "S3.PutObject");
    Span root = spans.get(0);
    assertThat(root.parentSpanId()).isEqualTo(SpanId.NONE);
    assertThat(root.resource().serviceName()).isEqualTo("tailspan-ingest");
    assertThat(root.resource().attributes().get("tailspan.self"))
        .isEqualTo(new dev.tailspan.model.AttributeValue.BoolValue(true));
    assertThat(root.traceState()).isEqualTo("ot=th:0");
    for (Span call : spans.subList(1, 3)) {
      assertThat(call.parentSpanId()).isEqualTo(root.spanId());
      assertThat(call.traceId()).isEqualTo(root.traceId());
      assertThat(call.kind()).isEqualTo(SpanKind.CLIENT);
      assertThat(call.startTimeUnixNano())
          .isBetween(root.startTimeUnixNano(), root.endTimeUnixNano());
    }
    assertThat(spans.get(2).status()).isEqualTo(new Status(Status.Code.ERROR, "IOException"));
    assertThat(context.log()).isEmpty();
  }

  @Test
  void ofManyCallsTheFirstAreSpansAndTheOthersAreCounted() throws Exception {
    invocations.run(
        context,
        invocation -> {
          for (int i = 0; i < SpanRecorder.MOST_CALLS + 5; i++) {
            invocations.calls().began("S3", "GetObject").ended(null);
          }
        });
    List<Span> spans = test.published().get(0);
    assertThat(spans).hasSize(SpanRecorder.MOST_CALLS + 1);
    assertThat(spans.get(0).attributes().get("tailspan.calls_left_out"))
        .isEqualTo(new dev.tailspan.model.AttributeValue.IntValue(5));
  }

  @Test
  void aCallThatEndsAfterItsInvocationDoesNoHarm() throws Exception {
    dev.tailspan.stores.CallObserver.Call[] late = new dev.tailspan.stores.CallObserver.Call[1];
    invocations.run(context, i -> late[0] = invocations.calls().began("S3", "GetObject"));
    late[0].ended(null);
    invocations.calls().began("S3", "GetObject").ended(null);
    assertThat(test.published()).hasSize(1);
    assertThat(test.published().get(0)).hasSize(1);
  }

  @Test
  void anInvocationIsDoneThoughItsTraceIsLostAndTheLossIsCounted() throws Exception {
    test.refuse("ProvisionedThroughputExceededException");
    boolean[] done = new boolean[1];
    invocations.run(context, invocation -> done[0] = true);
    assertThat(done[0]).isTrue();
    List<String> lines = context.log().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("not published: ProvisionedThroughputExceededException");
    JsonNode metrics = new ObjectMapper().readTree(lines.get(1));
    assertThat(metrics.path("OwnTracesLost").asInt()).isEqualTo(1);
    assertThat(metrics.has("_aws")).isTrue();
  }

  @Test
  void whatAnInvocationThrowsIsLoggedAndPassedOnAndMarksItsSpan() throws Exception {
    assertThatThrownBy(
            () ->
                invocations.run(
                    context,
                    invocation -> {
                      throw new IOException("bad\nevent");
                    }))
        .hasMessage("bad\nevent");
    assertThat(line().path("level").asText()).isEqualTo("ERROR");
    assertThat(line().path("exception").path("message").asText()).isEqualTo("bad\nevent");
    assertThat(test.published().get(0).get(0).status().code()).isEqualTo(Status.Code.ERROR);
  }

  @Test
  void aDiscardedTraceIsNotPublished() throws Exception {
    invocations.run(context, Invocation::discardTrace);
    assertThat(test.published()).isEmpty();
  }

  @Test
  void aRequestContinuesTheTraceOfItsCaller() throws Exception {
    invocations.run(
        context,
        i ->
            i.answers("GET", "/api/v1/traces/{id}", Optional.of(CALLER + "1"), Optional.of("a=b")));
    Span span = test.published().get(0).get(0);
    assertThat(span.traceId().hex()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(span.parentSpanId().hex()).isEqualTo("b7ad6b7169203331");
    assertThat(span.traceState()).isEqualTo("a=b");
    assertThat(span.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.name()).isEqualTo("GET /api/v1/traces/{id}");
  }

  @Test
  void aCallerThatIsNotSampledIsNotTracedHereEither() throws Exception {
    invocations.run(
        context, i -> i.answers("GET", "/x", Optional.of(CALLER + "0"), Optional.empty()));
    assertThat(test.published()).isEmpty();
  }

  @Test
  void whatALibraryLogsBecomesALineOfTheInvocation() throws Exception {
    invocations.run(
        context,
        invocation -> {
          LogRecord entry = new LogRecord(Level.WARNING, "retry {0} of\n{1}");
          entry.setParameters(new Object[] {1, 4});
          entry.setLoggerName("software.amazon.awssdk");
          new LibraryLog(() -> invocation, Map.of()).publish(entry);
        });
    JsonNode line = line();
    assertThat(line.path("message").asText()).isEqualTo("retry 1 of\n4");
    assertThat(line.path("logger").asText()).isEqualTo("software.amazon.awssdk");
    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("trace_id").asText()).hasSize(32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-0.1", "1.01", "NaN"})
  void aShareThatIsNoneIsNamed(String share) {
    assertThatThrownBy(() -> OwnTraces.from(Map.of("TAILSPAN_SELF_TRACING", share)))
        .hasMessage("TAILSPAN_SELF_TRACING must be a share from 0 to 1, but is '" + share + "'");
  }

  @Test
  void whereNothingIsSaidNothingIsTracedOrConnected() {
    assertThat(OwnTraces.from(Map.of()).off()).isTrue();
    assertThat(OwnTraces.from(Map.of("TAILSPAN_SELF_TRACING", "0")).off()).isTrue();
  }
}
