package dev.tailspan.functions.self;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeadersTest {
  private static final String ID = "0af7651916cd43dd8448eb211c80319c";
  private static final TraceId TRACE = TraceId.fromHex(ID);
  private static final SpanId SPAN = SpanId.fromHex("b7ad6b7169203331");

  @Test
  void aCallerSaysItsSpanAndWhetherItIsSampled() {
    assertThat(TraceHeaders.traceparent("00-" + ID + "-b7ad6b7169203331-01"))
        .contains(new TraceHeaders.Parent(TRACE, SPAN, true));
    assertThat(TraceHeaders.traceparent("00-" + ID + "-b7ad6b7169203331-02"))
        .contains(new TraceHeaders.Parent(TRACE, SPAN, false));
  }

  @Test
  void ofALaterVersionTheBeginningIsRead() {
    assertThat(TraceHeaders.traceparent("01-" + ID + "-b7ad6b7169203331-01-more")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
      })
  void whatTheW3cDoesNotAllowIsNoParent(String header) {
    assertThat(TraceHeaders.traceparent(header)).isEmpty();
  }

  @Test
  void xraysRootIsATraceId() {
    assertThat(
            TraceHeaders.xray(
                "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0"))
        .contains(TraceId.fromHex("5759e988bd862e3fe1be46a994272793"));
    assertThat(TraceHeaders.xray("")).isEmpty();
    assertThat(TraceHeaders.xray("Root=2-5759e988-bd862e3fe1be46a994272793")).isEmpty();
    assertThat(TraceHeaders.xray("Self=1-0;Root=1-5759e988-bd862e3fe1be46a994272793")).isPresent();
  }
}
