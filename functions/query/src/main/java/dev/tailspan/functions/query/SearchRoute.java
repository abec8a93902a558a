package dev.tailspan.functions.query;

import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.functions.query.BoundedBody.TooLargeException;
import dev.tailspan.lookup.SearchPage;
import dev.tailspan.lookup.SearchTraces;
import dev.tailspan.lookup.TraceQuery;
import java.util.Set;
import java.util.function.LongSupplier;

/** {@code GET /api/v1/traces}: kept traces, newest first, in pages. */
final class SearchRoute {
  private static final Set<String> PARAMETERS =
      Set.of(
          "service",
          "operation",
          "minDuration",
          "maxDuration",
          "status",
          "attribute",
          "start",
          "end",
          "limit",
          "cursor");

  private final SearchTraces search;
  private final LongSupplier nowMillis;

  SearchRoute(SearchTraces search, LongSupplier nowMillis) {
    this.search = search;
    this.nowMillis = nowMillis;
  }

  /** A page that is too large for an answer is made smaller: the cursor leads to the rest. */
  ProxyResponse get(ProxyRequest request, Answers answers) throws TooLargeException {
    TraceQuery query = new Parameters(request.query(), PARAMETERS).search(nowMillis.getAsLong());
    while (true) {
      SearchPage page = search.search(query);
      try {
        return answers.json(200, out -> SearchJson.write(out, page));
      } catch (TooLargeException e) {
        if (page.traces().size() <= 1) {
          throw e;
        }
        query = query.withLimit(page.traces().size() / 2);
      }
    }
  }
}
