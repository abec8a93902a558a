package dev.tailspan.policy;

import java.util.List;

/**
 * One key of a block and the type the processor gives it.
 *
 * @param fields the keys below it, where it is a block or a list of blocks
 */
record Field(String name, Kind kind, List<Field> fields) {
  /** Types of values, each with what may be written for it. */
  enum Kind {
    TEXT("a text"),
    ERROR_MODE("ignore, silent or propagate"),
    TEXTS("a list of texts"),
    FLAG("true or false"),
    WHOLE("a whole number"),
    WHOLE_32("a whole number of 32 bits"),
    COUNT("a whole number from 0 on"),
    COUNT_32("a whole number of 32 bits from 0 on"),
    NUMBER("a number"),
    DURATION("a duration such as 30s"),
    BLOCK("a block of keys"),
    BLOCKS("a list of blocks"),
    POLICY("a policy"),
    POLICIES("a list of policies");

    final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  static Field text(String name) {
    return new Field(name, Kind.TEXT, List.of());
  }

  static Field texts(String name) {
    return new Field(name, Kind.TEXTS, List.of());
  }

  static Field flag(String name) {
    return new Field(name, Kind.FLAG, List.of());
  }

  static Field whole(String name) {
    return new Field(name, Kind.WHOLE, List.of());
  }

  static Field of(Kind kind, String name, Field... fields) {
    return new Field(name, kind, List.of(fields));
  }
}
