package dev.tailspan.policy;

import dev.tailspan.redact.KeyAction;
import dev.tailspan.redact.Level;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Nearest;
import dev.tailspan.text.RegexSearch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code actions} of a {@code redaction} block, in the words of the Collector's {@code
 * attributes} processor: {@code key} or {@code pattern} and an {@code action}.
 */
final class RedactionActions {
  static final Field FIELD =
      Field.of(
          Field.Kind.BLOCKS,
          "actions",
          Field.text("key"),
          Field.text("pattern"),
          Field.text("action"),
          Field.texts("in"));

  private RedactionActions() {}

  /** Those that are right; what is wrong is in the findings. */
  static List<KeyAction> read(Settings redaction, Findings findings) {
    List<KeyAction> actions = new ArrayList<>();
    for (Settings block : redaction.blocks("actions")) {
      KeyAction action = action(block, findings);
      if (action != null) {
        actions.add(action);
      }
    }
    return actions;
  }

  private static @Nullable KeyAction action(Settings block, Findings findings) {
    Optional<KeyAction.Kind> kind = kind(block, findings);
    Set<Level> levels = levels(block, findings);
    String key = block.text("key");
    String pattern = block.text("pattern");
    if (key.isEmpty() && pattern.isEmpty()) {
      if (!block.isWrong("key") && !block.isWrong("pattern")) {
        findings.problem(block.place(), "An action needs a key or a pattern.");
      }
      return null;
    }
    List<RegexSearch> patterns =
        pattern.isEmpty()
            ? List.of()
            : Expressions.compile(
                List.of(new Settings.Text(pattern, block.place("pattern"))), findings);
    return kind.isEmpty() || patterns == null
        ? null
        : new KeyAction(
            kind.get(),
            Optional.of(key).filter(text -> !text.isEmpty()),
            patterns.stream().findFirst(),
            levels);
  }

  private static Optional<KeyAction.Kind> kind(Settings block, Findings findings) {
    String name = block.text("action");
    List<String> names = names(KeyAction.Kind.values());
    if (names.contains(name)) {
      return Optional.of(KeyAction.Kind.valueOf(name.toUpperCase(Locale.ROOT)));
    }
    if (!block.isWrong("action")) {
      findings.problem(
          block.place("action"),
          Excerpt.quoted(name)
              + " is no action of redaction; there are "
              + String.join(", ", names)
              + ".",
          Nearest.to(name, names));
    }
    return Optional.empty();
  }

  private static Set<Level> levels(Settings block, Findings findings) {
    Set<Level> levels = EnumSet.noneOf(Level.class);
    List<String> names = names(Level.values());
    for (Settings.Text text : block.texts("in")) {
      if (names.contains(text.text())) {
        levels.add(Level.valueOf(text.text().toUpperCase(Locale.ROOT)));
      } else {
        findings.problem(
            text.place(),
            Excerpt.quoted(text.text())
                + " has no attributes; there are "
                + String.join(", ", names)
                + ".",
            Nearest.to(text.text(), names));
      }
    }
    return levels.isEmpty() ? EnumSet.allOf(Level.class) : levels;
  }

  private static List<String> names(Enum<?>[] values) {
    return Stream.of(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
  }
}
