package dev.tailspan.functions.query;

import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.functions.query.BoundedBody.TooLargeException;
import dev.tailspan.lookup.FindTrace;
import dev.tailspan.lookup.FoundTrace;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.TraceId;
import dev.tailspan.wire.OtlpProto;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * {@code GET /api/v1/traces/{id}}. A trace comes whole or not at all: one that is too large for an
 * answer is refused with the parameter that gets it in pages.
 */
final class TraceRoute {
  static final String PATH = "/api/v1/traces/";

  private final FindTrace find;
  private final LongSupplier nowMillis;

  TraceRoute(FindTrace find, LongSupplier nowMillis) {
    this.find = find;
    this.nowMillis = nowMillis;
  }

  ProxyResponse get(ProxyRequest request, Answers answers) {
    Parameters parameters = new Parameters(request.query(), Set.of("spans"));
    Optional<SpanPage> asked = parameters.spanPage();
    TraceId id = id(request.path().substring(PATH.length()));
    FoundTrace found = find.find(id, nowMillis.getAsLong());
    SpanPage page = asked.orElse(SpanPage.ALL);
    try {
      ProxyResponse response =
          answer(found, page, answers)
              .with("Vary", "Accept, Accept-Encoding")
              .with(
                  "Cache-Control",
                  found.state() == TraceState.KEPT ? "private, max-age=60" : "no-store");
      return page.isLast(found.spans().size())
          ? response
          : response.with("Link", "<" + PATH + id.hex() + "?spans=" + page.next() + ">; rel=next");
    } catch (TooLargeException e) {
      return tooLarge(found, page, answers.gzip());
    }
  }

  /** Whether the path is that of a trace with something behind its id. */
  static boolean matches(String path, String suffix) {
    return path.startsWith(PATH)
        && path.endsWith(suffix)
        && path.length() > PATH.length() + suffix.length();
  }

  /** The id in a path that {@link #matches}. */
  static TraceId id(String path, String suffix) {
    return id(path.substring(PATH.length(), path.length() - suffix.length()));
  }

  private static TraceId id(String hex) {
    TraceId id;
    try {
      id = TraceId.fromHex(hex);
    } catch (IllegalArgumentException e) {
      throw new BadParameterException("id", "is no trace id: " + e.getMessage());
    }
    if (!id.isValid()) {
      throw new BadParameterException("id", "is no trace id: all its digits are zero");
    }
    return id;
  }

  private static ProxyResponse answer(FoundTrace found, SpanPage page, Answers answers)
      throws TooLargeException {
    boolean there = found.state() == TraceState.KEPT || found.state() == TraceState.IN_FLIGHT;
    if (there && answers.protobuf()) {
      return answers
          .bytes(200, "application/protobuf", OtlpProto.encode(page.of(found.spans())))
          .with("Tailspan-State", found.state().name().toLowerCase(Locale.ROOT))
          .with("Tailspan-Spans", page.header(found.spans().size()));
    }
    return answers.json(there ? 200 : 404, out -> TraceJson.trace(out, found, page));
  }

  private static ProxyResponse tooLarge(FoundTrace found, SpanPage page, boolean gzip) {
    SpanPage first = new SpanPage(page.offset(), page.fitting(found.spans()));
    String unpacked = gzip ? "" : "with the header 'Accept-Encoding: gzip', or ";
    return OwnApi.error(
        413,
        "spans",
        "the trace has "
            + found.spans().size()
            + " spans, which do not fit into one answer of 6 MB; ask "
            + unpacked
            + "in pages: "
            + (PATH + found.id().hex() + "?spans=" + first)
            + ", and on as the header Link says");
  }
}
