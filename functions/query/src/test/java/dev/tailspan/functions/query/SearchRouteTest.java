package dev.tailspan.functions.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.model.Span;
import dev.tailspan.pipeline.Pipeline;
import dev.tailspan.pipeline.Spans;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchRouteTest {
  private static final String PATH = "/api/v1/traces";

  private final Api api = new Api(Pipeline.EVERYTHING);

  @Test
  void aFoundTraceComesWithItsSummaryAndTheReasonItWasKept() {
    api.send(api.trace(1, "payment", 20));
    api.decide();

    JsonNode trace = search("").path("traces").get(0);

    assertThat(trace.path("traceId").asText()).isEqualTo(Api.id(1).hex());
    assertThat(trace.path("summary").path("rootName").asText()).isEqualTo("GET /checkout");
    assertThat(trace.path("summary").path("services").toString())
        .isEqualTo("[\"frontend\",\"payment\"]");
    assertThat(trace.path("sampling").path("policy").asText()).isEqualTo("everything");
  }

  @Test
  void pagesLeadToTheEndNewestFirstAndNameNoTraceTwice() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 1; i <= 23; i++) {
      api.send(api.trace(i, "payment", 20));
      newestFirst.add(0, Api.id(i).hex());
      api.pipeline.wait(Duration.ofSeconds(13));
    }
    api.decide();

    for (int limit : new int[] {1, 2, 5, 23, 24, 1000}) {
      assertThat(allPages("?limit=" + limit)).as("limit " + limit).isEqualTo(newestFirst);
    }
  }

  @Test
  void tracesDecidedBetweenTwoPagesNeitherShiftThePagesNorComeTwice() {
    for (int i = 1; i <= 10; i++) {
      api.send(api.trace(i, "payment", 20));
    }
    api.decide();
    JsonNode first = search("?limit=4");
    for (int i = 11; i <= 20; i++) {
      api.send(api.trace(i, "payment", 20));
    }
    api.decide();

    List<String> ids = new ArrayList<>(first.path("traces").findValuesAsText("traceId"));
    ids.addAll(allPages("?limit=4&cursor=" + first.path("nextCursor").asText()));

    assertThat(ids).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void everyLimitIsStated() {
    assertThat(search("").path("limits").toString())
        .isEqualTo(
            "{\"maxLimit\":1000,\"maxHours\":744,\"maxOpenedForAttributes\":200,"
                + "\"maxSegmentsRead\":32768}");
    assertThat(search("").path("complete").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "service=payment, 1",
    "service=frontend, 1 2 3",
    "service=nobody, ''",
    "operation=Charge, 1 2 3",
    "service=payment&operation=Charge, 1",
    "service=frontend&operation=Charge, ''",
    "minDuration=100ms, 2 3",
    "maxDuration=100ms, 1 2",
    "minDuration=100ms&maxDuration=0.1s, 2",
    "minDuration=9h, ''",
    "status=error, 3",
    "status=OK, 1 2",
    "status=unset, 1 2",
    "attribute=card=visa-2, 2",
    "attribute=service.name=cart, 2",
    "attribute=card=visa-2&attribute=service.name=cart, 2",
    "attribute=card=visa-2&attribute=service.name=payment, ''",
    "attribute=card=visa, ''",
    "service=frontend&minDuration=50ms&status=error&attribute=card=visa-3&limit=5, 3"
  })
  void everyParameterNarrowsTheSearch(String query, String expected) {
    api.send(api.trace(1, "payment", 20));
    api.send(api.trace(2, "cart", 100));
    List<Span> failed = api.trace(3, "stock", 300);
    api.send(List.of(failed.get(0), Spans.failed(failed.get(1))));
    api.decide();

    List<String> ids = search("?" + query).path("traces").findValuesAsText("traceId");

    assertThat(ids.stream().map(id -> id.substring(31)).sorted().toList())
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
  }

  @Test
  void startIsInclusiveAndEndIsExclusive() {
    long start = api.pipeline.clock.getAsLong();
    api.send(api.trace(1, "payment", 20));
    api.decide();

    assertThat(found(start, start + 1)).isEqualTo(1);
    assertThat(found(start - 1, start)).isZero();
    assertThat(found(start + 1, start + 2)).isZero();
    assertThat(search("?end=" + Instant.ofEpochMilli(start)).path("traces")).isEmpty();
  }

  private int found(long start, long end) {
    return search("?start=" + start + "&end=" + end).path("traces").size();
  }

  @ParameterizedTest
  @CsvSource({
    "serivce=a, serivce",
    "service=a&service=b, service",
    "minDuration=5, minDuration",
    "minDuration=-5ms, minDuration",
    "minDuration=5 ms, minDuration",
    "minDuration=2s&maxDuration=1s, maxDuration",
    "maxDuration=soon, maxDuration",
    "status=broken, status",
    "attribute=color, attribute",
    "attribute==x, attribute",
    "attribute=a=1&attribute=a=2, attribute",
    "start=yesterday, start",
    "start=-1, start",
    "start=99999999999999999999, start",
    "start=%2B1000000-01-01T00:00:00Z, start",
    "start=%2B999999999-01-01T00:00:00Z, start",
    "start=1969-12-31T23:59:59Z, start",
    "end=2026-13-01T00:00:00Z, end",
    "start=2026-11-24T10:00:00Z&end=2026-11-24T10:00:00Z, end",
    "start=2026-01-01T00:00:00Z&end=2026-11-24T10:00:00Z, start",
    "limit=0, limit",
    "limit=1001, limit",
    "limit=ten, limit",
    "limit=-1, limit",
    "cursor=x, cursor",
    "cursor=1-2-3, cursor",
    "cursor=1-2-3-4, cursor",
    "cursor=99999999999999999999-2-3-00000000000000000000000000000001, cursor"
  })
  void aBadParameterIsABadRequestThatNamesIt(String query, String name) {
    ProxyResponse response = api.get(PATH + "?" + query);
    assertThat(response.status()).isEqualTo(400);
    JsonNode error = Api.json(response).path("error");
    assertThat(error.path("parameter").asText()).isEqualTo(name);
    assertThat(error.path("message").asText()).startsWith(name + " ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0-0-0-00000000000000000000000000000001", "999999999999-0-0-0000000000000001"})
  void aCursorOutsideTheTimeIsHarmless(String cursor) {
    api.send(api.trace(1, "payment", 20));
    api.decide();
    assertThat(api.get(PATH + "?cursor=" + cursor).status()).isEqualTo(200);
  }

  @Test
  void aPageTooLargeForAnAnswerIsMadeSmallerAndTheCursorLeadsOn() {
    String large = "x".repeat(250);
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= 600; i++) {
      List<Span> trace = new ArrayList<>();
      for (int s = 1; s <= 50; s++) {
        trace.add(
            Api.span(i, s, s == 1 ? 0 : 1, large + s, "call").times(fresh(), fresh() + 5).build());
      }
      api.pipeline.put(0, trace);
      ids.add(Api.id(i).hex());
    }
    api.pipeline.ingest(1000);
    api.decide();

    JsonNode first = search("?limit=1000");

    assertThat(first.path("traces").size()).isBetween(200, 599);
    assertThat(first.path("complete").asBoolean()).isFalse();
    assertThat(allPages("?limit=1000")).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void aSearchStopsReadingOnceItsPageIsFull() {
    for (int minute = 0; minute < 100; minute++) {
      for (int i = 0; i < 8; i++) {
        api.pipeline.put(0, api.trace(100 * minute + i, "payment", 20));
      }
      api.pipeline.ingest(100);
      api.pipeline.wait(Duration.ofMinutes(1));
      api.pipeline.finish();
    }

    long few = readsOf("?limit=20");
    long all = readsOf("?limit=1000&start=" + (api.pipeline.clock.getAsLong() - 7_200_000));

    // The newest hour may be one still to come, as decisions lag behind spans.
    assertThat(few).isLessThanOrEqualTo(2);
    assertThat(all).isGreaterThanOrEqualTo(4);
  }

  private long readsOf(String query) {
    api.pipeline.faults.reset();
    assertThat(search(query).path("traces").size()).isGreaterThanOrEqualTo(20);
    return api.pipeline.faults.count("index.segments");
  }

  private long fresh() {
    return api.pipeline.clock.getAsLong() * 1_000_000;
  }

  private List<String> allPages(String query) {
    List<String> ids = new ArrayList<>();
    JsonNode page = search(query);
    ids.addAll(page.path("traces").findValuesAsText("traceId"));
    while (page.has("nextCursor")) {
      assertThat(page.path("complete").asBoolean()).isFalse();
      String cursor = URLEncoder.encode(page.path("nextCursor").asText(), StandardCharsets.UTF_8);
      page = search(query.replaceAll("&cursor=.*", "") + "&cursor=" + cursor);
      ids.addAll(page.path("traces").findValuesAsText("traceId"));
    }
    assertThat(page.path("complete").asBoolean()).isTrue();
    return ids;
  }

  private JsonNode search(String query) {
    ProxyResponse response = api.get(PATH + query);
    assertThat(response.status()).as(new String(response.body())).isEqualTo(200);
    return Api.json(response);
  }
}
