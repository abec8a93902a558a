package dev.tailspan.ottl;

/**
 * What a function takes.
 *
 * @param name as in the field of Go; {@code UserAgent} is given as {@code user_agent=} or {@code
 *     userAgent=}
 */
record Parameter(String name, Kind kind, boolean optional) {
  /** The getters of {@code expression.go}, and what must be written as a literal. */
  enum Kind {
    ANY,
    TEXT,
    TEXT_LIKE,
    INT,
    INT_LIKE,
    DOUBLE,
    DOUBLE_LIKE,
    BOOL,
    BOOL_LIKE,
    BYTES_LIKE,
    MAP,
    LIST,
    TIME,
    DURATION,
    /** A text in quotes. */
    WRITTEN_TEXT,
    /** True or false, written. */
    WRITTEN_BOOL,
    /** A list in brackets, of anything. */
    WRITTEN_LIST,
    /** A list in brackets, of texts. */
    WRITTEN_LIST_OF_TEXTS,
    /** A list in brackets, of texts in quotes. */
    WRITTEN_LIST_OF_WRITTEN_TEXTS,
    /** A list in brackets, or what gives a list, of what can be made texts. */
    LIST_OF_TEXT_LIKE
  }

  static Parameter of(String name, Kind kind) {
    return new Parameter(name, kind, false);
  }

  static Parameter optional(String name, Kind kind) {
    return new Parameter(name, kind, true);
  }
}
