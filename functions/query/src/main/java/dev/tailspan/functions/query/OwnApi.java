package dev.tailspan.functions.query;

import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.functions.query.BoundedBody.TooLargeException;
import dev.tailspan.lookup.FindTrace;
import dev.tailspan.lookup.KeepTrace;
import dev.tailspan.lookup.SearchTraces;
import dev.tailspan.lookup.ServiceCatalog;
import dev.tailspan.lookup.SystemStatus;
import dev.tailspan.storage.PolicyVersions;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Our own read API, {@code /api/v1}. A route is a case in {@link #get} or {@link #post}. */
final class OwnApi {
  private static final Pattern ID = Pattern.compile("(?<=/)[0-9a-fA-F]{12,32}(?=/|$)");
  private static final Set<String> ROUTES =
      Set.of(
          "/api/v1/traces",
          "/api/v1/traces/{id}",
          "/api/v1/traces/{id}/decision",
          "/api/v1/traces/{id}/keep",
          "/api/v1/services",
          "/api/v1/operations",
          "/api/v1/dependencies",
          "/api/v1/status",
          "/api/v1/policies",
          "/api/v1/policies/{id}",
          "/api/v1/policies/replay");

  private final TraceRoute trace;
  private final DecisionRoute decision;
  private final KeepRoute keep;
  private final ReplayRoute replay;
  private final SearchRoute search;
  private final StatisticsRoutes statistics;
  private final PoliciesRoute policies;
  private final Supplier<SystemStatus> status;
  private final StatusJson statusJson;
  private final LongSupplier nowMillis;

  OwnApi(
      FindTrace find,
      KeepTrace keep,
      ReplayRoute replay,
      SearchTraces search,
      ServiceCatalog catalog,
      Supplier<SystemStatus> status,
      PolicyVersions policies,
      StatusJson statusJson,
      LongSupplier nowMillis) {
    this.trace = new TraceRoute(find, nowMillis);
    this.decision = new DecisionRoute(find, nowMillis);
    this.keep = new KeepRoute(keep, nowMillis);
    this.replay = replay;
    this.search = new SearchRoute(search, nowMillis);
    this.statistics = new StatisticsRoutes(catalog, nowMillis);
    this.policies = new PoliciesRoute(policies, status);
    this.status = status;
    this.statusJson = statusJson;
    this.nowMillis = nowMillis;
  }

  ProxyResponse answer(ProxyRequest request) {
    boolean posted = isPosted(request.path());
    String method = posted ? "POST" : "GET";
    if (!request.method().equals(method)) {
      return error(405, "method", request.method() + " is not allowed; use " + method)
          .with("Allow", method);
    }
    Answers answers = Answers.to(request);
    try {
      return posted ? post(request, answers) : get(request, answers);
    } catch (BadParameterException e) {
      return error(400, e.parameter(), e.parameter() + " " + e.getMessage());
    } catch (TooLargeException e) {
      return error(
          413,
          "start",
          "the answer does not fit into 6 MB; ask for a shorter time"
              + (answers.gzip() ? "" : ", or with the header 'Accept-Encoding: gzip'"));
    }
  }

  /** The path with place holders for ids, one of a few: names of spans must be. */
  static String route(String path) {
    String route = ID.matcher(path).replaceAll("{id}");
    return ROUTES.contains(route) ? route : "other";
  }

  private static boolean isPosted(String path) {
    return path.equals(ReplayRoute.PATH) || KeepRoute.matches(path);
  }

  private ProxyResponse post(ProxyRequest request, Answers answers) throws TooLargeException {
    return request.path().equals(ReplayRoute.PATH)
        ? replay.post(request, answers)
        : keep.post(request);
  }

  private ProxyResponse get(ProxyRequest request, Answers answers) throws TooLargeException {
    String path = request.path();
    if (DecisionRoute.matches(path)) {
      return decision.get(request, answers);
    }
    if (path.startsWith(TraceRoute.PATH) && path.length() > TraceRoute.PATH.length()) {
      return trace.get(request, answers);
    }
    if (PoliciesRoute.matches(path)) {
      return policies.get(request, answers);
    }
    return switch (path) {
      case "/api/v1/traces" -> search.get(request, answers);
      case "/api/v1/services" -> statistics.services(request, answers);
      case "/api/v1/operations" -> statistics.operations(request, answers);
      case "/api/v1/dependencies" -> statistics.dependencies(request, answers);
      case "/api/v1/status" -> status(request, answers);
      default -> error(404, "path", "there is nothing at " + path + "; try /api/v1/traces");
    };
  }

  private ProxyResponse status(ProxyRequest request, Answers answers) throws TooLargeException {
    new Parameters(request.query(), Set.of());
    SystemStatus now = status.get();
    return answers
        .json(200, out -> statusJson.write(out, now, nowMillis.getAsLong()))
        .with("Cache-Control", "no-store");
  }

  static ProxyResponse error(int status, String parameter, String message) {
    return ProxyResponse.json(
        status,
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("error");
          out.writeStringField("parameter", parameter);
          out.writeStringField("message", message);
          out.writeEndObject();
          out.writeEndObject();
        });
  }
}
