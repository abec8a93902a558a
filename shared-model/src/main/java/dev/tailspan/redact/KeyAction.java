package dev.tailspan.redact;

import dev.tailspan.text.RegexSearch;
import java.util.Optional;
import java.util.Set;

/**
 * What is done with attributes by their key, whatever their value.
 *
 * @param key the whole key; empty where only the pattern counts
 * @param pattern found somewhere in the key; empty where only the key counts
 * @param levels where it holds
 */
public record KeyAction(
    Kind kind, Optional<String> key, Optional<RegexSearch> pattern, Set<Level> levels) {
  /** By the words of the Collector's {@code attributes} processor, and one of our own. */
  public enum Kind {
    /** The attribute goes. */
    DELETE,
    /** The hash stands in place of its value. */
    HASH,
    /** Four stars stand in place of its value. */
    MASK
  }

  public KeyAction {
    levels = Set.copyOf(levels);
    if (key.isEmpty() && pattern.isEmpty()) {
      throw new IllegalArgumentException("an action needs a key or a pattern");
    }
  }

  boolean isFor(Level level, String name) {
    return levels.contains(level)
        && (key.filter(name::equals).isPresent()
            || pattern.filter(found -> found.finds(name)).isPresent());
  }
}
