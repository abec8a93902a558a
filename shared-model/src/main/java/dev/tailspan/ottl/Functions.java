package dev.tailspan.ottl;

import dev.tailspan.ottl.Expression.Items;
import dev.tailspan.ottl.Expression.Literal;
import dev.tailspan.ottl.Function.Given;
import dev.tailspan.ottl.Parameter.Kind;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All functions, and how a call is bound to one: {@code buildArgs} in {@code functions.go}. */
final class Functions {
  private static final String ROOT = "IsRootSpan";

  private static final Map<String, Function> ALL =
      Stream.of(
              TextFunctions.ALL,
              TypeFunctions.ALL,
              TimeFunctions.ALL,
              HashFunctions.ALL,
              ListFunctions.ALL,
              ParseFunctions.ALL)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableMap(Function::name, f -> f));

  /** What the Collector has and we do not, so that nobody looks for a typing mistake. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "CommunityID",
          "ConvertAttributesToElementsXML",
          "ConvertTextToElementsXML",
          "ExtractGrokPatterns",
          "GetXML",
          "InsertXML",
          "ParseSeverity",
          "ParseSimplifiedXML",
          "ParseXML",
          "ProfileID",
          "RemoveXML",
          "UUID",
          "UUIDv7",
          "UserAgent",
          "XXH128",
          "XXH3");

  private Functions() {}

  static Function.Body call(String name, List<Given> given, OttlSignal signal, int offset)
      throws OttlSyntaxException {
    Function function = ALL.get(name);
    if (function == null) {
      throw unknown(name, offset);
    }
    if (name.equals(ROOT) && signal != OttlSignal.SPAN) {
      throw new OttlSyntaxException(offset, ROOT + " is there in span conditions only.");
    }
    // What is given to a function that takes nothing is not looked at, by the Collector neither.
    List<Given> looked = function.parameters().isEmpty() ? List.of() : given;
    return function.maker().make(bind(function, looked, offset));
  }

  private static OttlSyntaxException unknown(String name, int offset) {
    if (UNSUPPORTED.contains(name)) {
      return new OttlSyntaxException(offset, "The function " + name + " is not supported here.");
    }
    return new OttlSyntaxException(
        offset, "There is no function " + Excerpt.of(name) + ".", Nearest.to(name, ALL.keySet()));
  }

  /** A name that is called like a function but begins like a path. */
  static OttlSyntaxException lowercase(String name, int offset) {
    String message = "Functions of conditions begin with a capital letter.";
    return new OttlSyntaxException(offset, message, Nearest.to(name, ALL.keySet()));
  }

  private static Arguments bind(Function function, List<Given> given, int offset)
      throws OttlSyntaxException {
    List<Parameter> parameters = function.parameters();
    @Nullable Given[] bound = new Given[parameters.size()];
    boolean named = false;
    for (int i = 0; i < given.size(); i++) {
      Given argument = given.get(i);
      named |= !argument.name().isEmpty();
      if (named && argument.name().isEmpty()) {
        throw new OttlSyntaxException(
            argument.offset(), "An argument without a name stands behind one with a name.");
      }
      int place = named ? place(function, argument) : i;
      if (place >= bound.length) {
        throw new OttlSyntaxException(
            argument.offset(),
            function.name() + " takes " + parameters.size() + " arguments at most.");
      }
      if (bound[place] != null) {
        throw new OttlSyntaxException(
            argument.offset(), "This argument of " + function.name() + " is given twice.");
      }
      bound[place] = argument;
      check(parameters.get(place).kind(), argument.value(), argument.offset());
    }
    for (int i = 0; i < bound.length; i++) {
      if (bound[i] == null && !parameters.get(i).optional()) {
        String missing = written(parameters.get(i).name());
        throw new OttlSyntaxException(
            offset,
            function.name()
                + " wants "
                + parameters.size()
                + " arguments; there is no "
                + missing
                + ".");
      }
    }
    return new Arguments(offset, bound);
  }

  /** The name of an argument as people write it. */
  private static String written(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  private static int place(Function function, Given argument) throws OttlSyntaxException {
    String wanted = Cases.camel(argument.name());
    List<String> names = function.parameters().stream().map(Parameter::name).toList();
    int place = names.indexOf(wanted);
    if (place < 0) {
      throw new OttlSyntaxException(
          argument.offset(),
          function.name() + " takes no argument " + Excerpt.of(argument.name()) + ".",
          Nearest.to(argument.name(), names.stream().map(Functions::written).toList()));
    }
    return place;
  }

  /** Literals of a wrong type are refused at load; everything else shows when it is asked. */
  private static void check(Kind kind, Expression value, int offset) throws OttlSyntaxException {
    switch (kind) {
      case WRITTEN_TEXT -> written(value, String.class, "a text in quotes", offset);
      case WRITTEN_BOOL -> written(value, Boolean.class, "true or false", offset);
      case WRITTEN_LIST -> items(value, Kind.ANY, offset);
      case WRITTEN_LIST_OF_TEXTS -> items(value, Kind.TEXT, offset);
      case WRITTEN_LIST_OF_WRITTEN_TEXTS -> items(value, Kind.WRITTEN_TEXT, offset);
      case LIST_OF_TEXT_LIKE -> {
        if (value instanceof Items) {
          items(value, Kind.TEXT_LIKE, offset);
        }
      }
      default -> {
        if (value.isLiteral()) {
          Function.atLoad(offset, () -> Checks.isReadable(kind, value.get(OttlContext.NOWHERE)));
        }
      }
    }
  }

  private static void items(Expression value, Kind kind, int offset) throws OttlSyntaxException {
    if (!(value instanceof Items list)) {
      throw new OttlSyntaxException(offset, "Wants a list in brackets here.");
    }
    for (Expression item : list.items()) {
      check(kind, item, offset);
    }
  }

  private static void written(Expression value, Class<?> type, String title, int offset)
      throws OttlSyntaxException {
    if (!(value instanceof Literal literal) || !type.isInstance(literal.value())) {
      throw new OttlSyntaxException(offset, "Wants " + title + " here.");
    }
  }
}
