package dev.tailspan.ottl;

import dev.tailspan.ottl.Expression.Path;
import dev.tailspan.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From the words of a path to what reads it. A path that begins with no context belongs to that of
 * its condition.
 */
final class Paths {
  /** {@code status} or {@code attributes["a"][0]}. */
  record Segment(String name, List<Expression> keys, int offset) {}

  private Paths() {}

  static Expression resolve(OttlSignal signal, List<Segment> path) throws OttlSyntaxException {
    Segment first = path.get(0);
    boolean named = path.size() > 1 && first.keys().isEmpty();
    if (named && first.name().equals("otelcol")) {
      throw new OttlSyntaxException(
          first.offset(), "Paths of otelcol are not supported here: there is no client to ask.");
    }
    Map<String, Path.Reader> fields = named ? fields(signal, first.name()) : null;
    if (fields != null) {
      return resolve(first.name(), fields, path.subList(1, path.size()), signal);
    }
    Map<String, Path.Reader> own = fields(signal, signal.context());
    return resolve(signal.context(), own == null ? Map.of() : own, path, signal);
  }

  private static @Nullable Map<String, Path.Reader> fields(OttlSignal signal, String context) {
    return switch (context) {
      case "span" -> SpanFields.ALL;
      case "resource" -> CarrierFields.RESOURCE;
      case "scope", "instrumentation_scope" -> CarrierFields.SCOPE;
      case "spanevent" -> signal == OttlSignal.SPAN_EVENT ? CarrierFields.EVENT : null;
      default -> null;
    };
  }

  private static Expression resolve(
      String context, Map<String, Path.Reader> fields, List<Segment> path, OttlSignal signal)
      throws OttlSyntaxException {
    String name = path.stream().map(Segment::name).collect(Collectors.joining("."));
    Path.Reader reader = field(context, name, fields, signal);
    List<Expression> keys = path.get(path.size() - 1).keys();
    if (path.size() == 1 && !keys.isEmpty()) {
      Path.Reader keyed = KeyedFields.of(context, name, keys);
      if (keyed != null) {
        return new Path(context + "." + name, keyed);
      }
    }
    if (reader == null) {
      throw unknown(context, name, fields, path, signal);
    }
    for (Segment segment : path) {
      if (!segment.keys().isEmpty()) {
        String message = reason(context, name, segment.keys().size());
        throw new OttlSyntaxException(segment.offset(), message);
      }
    }
    return new Path(context + "." + name, reader);
  }

  private static Path.@Nullable Reader field(
      String context, String name, Map<String, Path.Reader> fields, OttlSignal signal) {
    boolean cache = name.equals("cache") && context.equals(signal.context());
    return cache ? KeyedFields.CACHE : fields.get(name);
  }

  private static String reason(String context, String name, int keys) {
    return name.equals("trace_state") && keys > 1
        ? "The tracestate has one key, not several."
        : "There is nothing to be indexed in " + context + "." + name + ".";
  }

  private static OttlSyntaxException unknown(
      String context,
      String name,
      Map<String, Path.Reader> fields,
      List<Segment> path,
      OttlSignal signal) {
    List<String> names = new ArrayList<>(fields.keySet());
    String nearest = Nearest.to(name, names);
    if (nearest.isEmpty() && context.equals(signal.context())) {
      for (String other : List.of("span", "resource", "scope", "spanevent")) {
        Map<String, Path.Reader> others = fields(signal, other);
        String of = others == null ? "" : Nearest.to(name, prefixed(other, others));
        nearest = nearest.isEmpty() ? of : nearest;
      }
      return new OttlSyntaxException(
          path.get(0).offset(), "There is no path " + name + " in " + context + ".", nearest);
    }
    return new OttlSyntaxException(
        path.get(0).offset(),
        "There is no path " + name + " in " + context + ".",
        nearest.isEmpty() ? "" : context + "." + nearest);
  }

  private static List<String> prefixed(String context, Map<String, Path.Reader> fields) {
    return fields.keySet().stream().map(name -> context + "." + name).toList();
  }
}
