package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;

/** DuckDB's values as JSON has them: bytes in base64, times as texts. */
final class SqlValues {
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

  private SqlValues() {}

  static JsonNode json(@Nullable Object value) throws SQLException {
    if (value == null) {
      return NODES.nullNode();
    }
    if (value instanceof Boolean truth) {
      return NODES.booleanNode(truth);
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Map<?, ?> map) {
      return object(map);
    }
    if (value instanceof DuckDBStruct struct) {
      return object(struct.getMap());
    }
    if (value instanceof Array array) {
      return array((Object[]) array.getArray());
    }
    if (value instanceof Blob blob) {
      return NODES.binaryNode(blob.getBytes(1, (int) blob.length()));
    }
    return NODES.textNode(value.toString());
  }

  /** What is no number in JSON, infinity and the like, becomes a text. */
  private static JsonNode number(Number number) {
    if (number instanceof BigDecimal decimal) {
      return NODES.numberNode(decimal);
    }
    if (number instanceof BigInteger integer) {
      return NODES.numberNode(integer);
    }
    if (number instanceof Double || number instanceof Float) {
      double value = number.doubleValue();
      return Double.isFinite(value)
          ? NODES.numberNode(value)
          : NODES.textNode(Double.toString(value));
    }
    return NODES.numberNode(number.longValue());
  }

  private static ObjectNode object(Map<?, ?> map) throws SQLException {
    ObjectNode object = NODES.objectNode();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      object.set(String.valueOf(entry.getKey()), json(entry.getValue()));
    }
    return object;
  }

  private static ArrayNode array(Object[] values) throws SQLException {
    ArrayNode array = NODES.arrayNode();
    for (@Nullable Object value : values) {
      array.add(json(value));
    }
    return array;
  }

  /** As a text alone: without quotes, and nothing for null. */
  static String text(JsonNode value) {
    return value.isNull() ? "" : value.isValueNode() ? value.asText() : value.toString();
  }
}
