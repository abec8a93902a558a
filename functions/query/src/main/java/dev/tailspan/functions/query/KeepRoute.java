package dev.tailspan.functions.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.lookup.KeepTrace;
import dev.tailspan.model.TraceId;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * {@code POST /api/v1/traces/{id}/keep}: keeps a trace by hand. The body may be {@code {"by": ...,
 * "reason": ...}}; who asks is otherwise whom API Gateway has authenticated.
 */
final class KeepRoute {
  private static final String SUFFIX = "/keep";
  private static final String NOBODY = "somebody";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KeepTrace keep;
  private final LongSupplier nowMillis;

  KeepRoute(KeepTrace keep, LongSupplier nowMillis) {
    this.keep = keep;
    this.nowMillis = nowMillis;
  }

  static boolean matches(String path) {
    return TraceRoute.matches(path, SUFFIX);
  }

  ProxyResponse post(ProxyRequest request) {
    new Parameters(request.query(), Set.of());
    TraceId id = TraceRoute.id(request.path(), SUFFIX);
    JsonNode body = body(request.body());
    String by = text(body, "by").or(request::caller).orElse(NOBODY);
    String reason = text(body, "reason").orElse("");
    return switch (keep.keep(id, by, reason, nowMillis.getAsLong())) {
      case REQUESTED ->
          answer(
              202,
              id,
              "requested",
              "it will be kept with weight 0 once its bucket has come to now, in flight when its turn"
                  + " comes; a policy that samples it gives it its own weight");
      case ALREADY_KEPT -> answer(200, id, "kept", "it is kept already");
      case UNKNOWN ->
          OwnApi.error(404, "id", "nothing is known of trace " + id.hex() + ", or not any more");
    };
  }

  private static ProxyResponse answer(int status, TraceId id, String state, String message) {
    return ProxyResponse.json(
            status,
            out -> {
              out.writeStartObject();
              out.writeStringField("traceId", id.hex());
              out.writeStringField("state", state);
              out.writeStringField("message", message);
              out.writeEndObject();
            })
        .with("Cache-Control", "no-store");
  }

  private static JsonNode body(byte[] bytes) {
    try {
      JsonNode body = JSON.readTree(bytes);
      if (body.isMissingNode() || body.isObject()) {
        return body;
      }
      throw new BadParameterException("body", "is no JSON object such as {\"reason\": \"...\"}");
    } catch (JsonProcessingException e) {
      throw new BadParameterException("body", "is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new BadParameterException("body", "cannot be read: " + e.getMessage());
    }
  }

  private static Optional<String> text(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new BadParameterException(field, "is no text");
    }
    if (value.textValue().length() > KeepTrace.MAX_TEXT) {
      throw new BadParameterException(field, "has more than " + KeepTrace.MAX_TEXT + " characters");
    }
    return value.textValue().isBlank() ? Optional.empty() : Optional.of(value.textValue());
  }
}
