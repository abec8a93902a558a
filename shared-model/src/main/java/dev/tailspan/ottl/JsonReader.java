package dev.tailspan.ottl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.tailspan.model.AttributeValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code ParseJSON}: an object or a list, all numbers being doubles. */
final class JsonReader {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS).build();
  private static final int DEEPEST = 200;

  private JsonReader() {}

  static AttributeValue read(String text) throws OttlEvaluationException {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
        throw new OttlEvaluationException("JSON of an object or a list is wanted");
      }
      Object value = value(parser, 0);
      if (parser.nextToken() != null) {
        throw new OttlEvaluationException("something stands behind the JSON");
      }
      return Raw.value(value);
    } catch (IOException e) {
      throw new OttlEvaluationException("this is no JSON");
    }
  }

  private static @Nullable Object value(JsonParser parser, int depth)
      throws IOException, OttlEvaluationException {
    if (depth == DEEPEST) {
      throw new OttlEvaluationException("JSON deeper than " + DEEPEST + " levels");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, depth);
      case START_ARRAY -> list(parser, depth);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> number(parser);
    };
  }

  private static Double number(JsonParser parser) throws IOException, OttlEvaluationException {
    double number = Double.parseDouble(parser.getText());
    if (Double.isInfinite(number)) {
      throw new OttlEvaluationException("a number of the JSON is more than a double holds");
    }
    return number;
  }

  private static Map<String, @Nullable Object> object(JsonParser parser, int depth)
      throws IOException, OttlEvaluationException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, value(parser, depth + 1));
    }
    return map;
  }

  private static List<@Nullable Object> list(JsonParser parser, int depth)
      throws IOException, OttlEvaluationException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser, depth + 1));
    }
    return list;
  }
}
