package dev.tailspan.functions.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.fuzz.FuzzTarget;
import dev.tailspan.fuzz.FuzzTargets;
import dev.tailspan.pipeline.Pipeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Requests to the read API: the event, every route with its parameters, the body of a replay. */
public final class QueryTargets implements FuzzTargets {
  private static final Set<Integer> STATUSES = Set.of(200, 202, 400, 404, 405, 409, 413);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What requests leave in the stores must not pile up. */
  private static final int REQUESTS_AN_API = 20_000;

  private static final String ID = "0000000000000abc0000000000000001";

  private Api api = api();
  private int requests;

  @Override
  public List<FuzzTarget> all() {
    return List.of(
        new FuzzTarget("request", requests(), this::request),
        new FuzzTarget("event", events(), QueryTargets::event),
        new FuzzTarget("replay-body", bodies(), this::replay));
  }

  private static Api api() {
    Api api = new Api(Pipeline.EVERYTHING);
    api.send(api.trace(1, "payment", 20));
    api.decide();
    api.send(api.trace(2, "payment", 30));
    return api;
  }

  /** A line with method, path and query, and lines of headers. */
  private void request(byte[] input) throws IOException {
    String[] lines = new String(input, UTF_8).split("\n", -1);
    String[] words = lines[0].split(" ", 2);
    String[] parts = (words.length < 2 ? "" : words[1]).split("\\?", 2);
    Map<String, List<String>> query = new LinkedHashMap<>();
    for (String pair : parts.length < 2 ? new String[0] : parts[1].split("&")) {
      String[] both = pair.split("=", 2);
      query.computeIfAbsent(both[0], name -> new ArrayList<>()).add(both.length < 2 ? "" : both[1]);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      String[] both = line.split(": ", 2);
      headers.put(both[0], both.length < 2 ? "" : both[1]);
    }
    answered(new ProxyRequest(words[0], parts[0], headers, query, new byte[0]));
  }

  private void replay(byte[] input) throws IOException {
    answered(new ProxyRequest("POST", "/api/v1/policies/replay", Map.of(), Map.of(), input));
  }

  private void answered(ProxyRequest request) throws IOException {
    if (++requests % REQUESTS_AN_API == 0) {
      api = api();
    }
    ProxyResponse response = api.own.answer(request);
    FuzzTarget.check(STATUSES.contains(response.status()), "status " + response.status());
    response.headers().forEach((name, value) -> plain(name + value));
    plain(response.contentType());
    if (response.contentType().startsWith("application/json")
        && !response.headers().containsKey("Content-Encoding")) {
      JSON.readTree(response.body());
    }
  }

  private static void plain(String header) {
    FuzzTarget.check(header.chars().allMatch(c -> c >= ' ' && c < 0x7f), "a header of " + header);
  }

  private static void event(byte[] input) {
    try {
      ProxyRequest.read(new ByteArrayInputStream(input));
    } catch (IOException e) {
      FuzzTarget.check(e.getMessage() != null, "no message");
    }
  }

  private static List<byte[]> requests() {
    return texts(
        "GET /api/v1/traces?service=frontend&operation=GET&minDuration=1ms&maxDuration=1.5h&status=error"
            + "&attribute=card=visa-1&start=1700000000&end=2026-11-24T09:30:00Z&limit=20&cursor=a",
        "GET /api/v1/traces?service=frontend\naccept-encoding: gzip",
        "GET /api/v1/traces/" + ID + "?spans=0,10\naccept: application/protobuf",
        "GET /api/v1/traces/" + ID + "/decision",
        "POST /api/v1/traces/" + ID + "/keep?reason=odd",
        "GET /api/v1/services?start=1700000000000",
        "GET /api/v1/operations?service=frontend",
        "GET /api/v1/dependencies?end=1700000000000000",
        "GET /api/v1/status",
        "GET /api/v1/policies",
        "GET /api/v1/policies/0123456789ab",
        "POST /api/v1/policies/replay?source=archive&examples=3&start=1&end=2");
  }

  private static List<byte[]> events() {
    return texts(
        "{\"httpMethod\":\"GET\",\"path\":\"/api/v1/traces\",\"headers\":{\"Accept\":\"*/*\"},"
            + "\"multiValueQueryStringParameters\":{\"service\":[\"a\",\"b\"]},"
            + "\"queryStringParameters\":{\"service\":\"b\"},\"requestContext\":{\"identity\":"
            + "{\"userArn\":\"arn:aws:iam::1:user/x\"}},\"body\":\"eA==\",\"isBase64Encoded\":true}");
  }

  private static List<byte[]> bodies() {
    return texts(
        Pipeline.EVERYTHING,
        Pipeline.ERRORS_ONLY,
        "policies: [{name: slow, type: latency, latency: {threshold_ms: 5}}]",
        "redaction: {allow_all_keys: true}\npolicies: []");
  }

  private static List<byte[]> texts(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList();
  }
}
