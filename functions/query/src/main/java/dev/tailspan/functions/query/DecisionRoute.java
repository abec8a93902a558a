package dev.tailspan.functions.query;

import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.functions.query.BoundedBody.TooLargeException;
import dev.tailspan.lookup.FindTrace;
import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * {@code GET /api/v1/traces/{id}/decision}: every policy's vote on a kept or dropped trace by the
 * version that decided it, or on one in flight as if it were decided now.
 */
final class DecisionRoute {
  private static final String SUFFIX = "/decision";

  private final FindTrace find;
  private final LongSupplier nowMillis;

  DecisionRoute(FindTrace find, LongSupplier nowMillis) {
    this.find = find;
    this.nowMillis = nowMillis;
  }

  static boolean matches(String path) {
    return TraceRoute.matches(path, SUFFIX);
  }

  ProxyResponse get(ProxyRequest request, Answers answers) throws TooLargeException {
    new Parameters(request.query(), Set.of());
    TraceId id = TraceRoute.id(request.path(), SUFFIX);
    FoundTrace found = find.explain(id, nowMillis.getAsLong());
    if (found.explanation().isEmpty()) {
      return OwnApi.error(
          404, "id", "nothing is known of the decision on trace " + id.hex() + ", or not any more");
    }
    Decision decision = found.explanation().get();
    return answers
        .json(
            200,
            out -> {
              out.writeStartObject();
              out.writeStringField("traceId", id.hex());
              out.writeStringField("state", found.state().name().toLowerCase(Locale.ROOT));
              out.writeBooleanField("provisional", found.state() == TraceState.IN_FLIGHT);
              out.writeStringField("policyVersion", found.policyVersion().orElse(""));
              out.writeBooleanField("sampled", decision.sampled());
              out.writeStringField("policy", decision.policy());
              out.writeStringField("reason", decision.reason());
              out.writeNumberField("adjustedCount", decision.adjustedCount());
              TraceJson.votes(out, decision);
              out.writeEndObject();
            })
        .with("Cache-Control", "no-store");
  }
}
