package dev.tailspan.ottl;

import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.text.Nearest;
import java.util.HashMap;
import java.util.Map;

/** The names of numbers: {@code SPAN_KIND_SERVER}, {@code STATUS_CODE_ERROR}. */
final class Symbols {
  private static final Map<String, Long> ALL = all();

  private Symbols() {}

  private static Map<String, Long> all() {
    Map<String, Long> all = new HashMap<>();
    for (SpanKind kind : SpanKind.values()) {
      all.put("SPAN_KIND_" + kind.name(), (long) kind.number());
    }
    for (Status.Code code : Status.Code.values()) {
      all.put("STATUS_CODE_" + code.name(), (long) code.number());
    }
    return Map.copyOf(all);
  }

  static long number(Token token) throws OttlSyntaxException {
    Long number = ALL.get(token.text());
    if (number == null) {
      throw new OttlSyntaxException(
          token.offset(),
          "There is no symbol " + token.text() + ".",
          Nearest.to(token.text(), ALL.keySet()));
    }
    return number;
  }
}
