package dev.tailspan.redact;

import dev.tailspan.wire.OtlpSchema;
import org.jspecify.annotations.Nullable;

/** Whose attributes they are. */
public enum Level {
  RESOURCE,
  SCOPE,
  SPAN,
  EVENT,
  LINK;

  /** The level of the attributes that stand in a message; null where none do. */
  static @Nullable Level of(OtlpSchema message) {
    return switch (message) {
      case RESOURCE -> RESOURCE;
      case SCOPE -> SCOPE;
      case SPAN -> SPAN;
      case EVENT -> EVENT;
      case LINK -> LINK;
      default -> null;
    };
  }
}
