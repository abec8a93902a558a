package dev.tailspan.local.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a command: {@code --name value}, {@code --name=value}, switches and operands
 * in any order; after {@code --} everything is an operand.
 */
final class Arguments {
  private final Command command;
  private final List<String> operands = new ArrayList<>();
  private final Map<String, List<String>> values = new HashMap<>();

  private Arguments(Command command) {
    this.command = command;
  }

  /**
   * Reads the words.
   *
   * @throws UsageException for an unknown option, a missing value or a value too many
   */
  static Arguments parse(Command command, List<String> words) {
    Arguments arguments = new Arguments(command);
    for (int i = 0; i < words.size(); ) {
      i += arguments.take(words.subList(i, words.size()));
    }
    return arguments;
  }

  /** Takes the first of the words and what belongs to it; says how many these were. */
  private int take(List<String> words) {
    String word = words.get(0);
    if (word.equals("--")) {
      operands.addAll(words.subList(1, words.size()));
      return words.size();
    }
    if (!isOption(word)) {
      operands.add(word);
      return 1;
    }
    int equals = word.indexOf('=');
    Option option = option(equals < 0 ? word : word.substring(0, equals));
    if (equals >= 0 && option.value() == null) {
      throw new UsageException(option.name() + " takes no value");
    }
    if (equals >= 0 || option.value() == null) {
      add(option, word.substring(equals + 1));
      return 1;
    }
    if (words.size() < 2 || words.get(1).startsWith("--")) {
      throw new UsageException(option.name() + " needs a value: " + option.synopsis());
    }
    int end = 2;
    while (option.many() && end < words.size() && !isOption(words.get(end))) {
      end++;
    }
    words.subList(1, end).forEach(value -> add(option, value));
    return end;
  }

  /** What has a space in its name is none: SQL may begin with a comment. */
  private static boolean isOption(String word) {
    String name = word.substring(0, word.indexOf('=') < 0 ? word.length() : word.indexOf('='));
    return name.matches("-\\S+");
  }

  private Option option(String name) {
    return command.options().stream()
        .filter(option -> option.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private UsageException unknown(String name) {
    List<String> names = command.options().stream().map(Option::name).toList();
    return new UsageException(
        "unknown option " + name + Nearest.hint(name, names) + "; " + seeHelp());
  }

  private void add(Option option, String value) {
    values.computeIfAbsent(option.name(), name -> new ArrayList<>()).add(value);
  }

  private String seeHelp() {
    return "see './tailspan help " + command.word() + "'";
  }

  /**
   * The operands.
   *
   * @throws UsageException when there are fewer or more
   */
  List<String> operands(int least, int most) {
    if (operands.size() < least) {
      throw new UsageException(command.word() + " needs " + command.operands() + "; " + seeHelp());
    }
    if (operands.size() > most) {
      throw new UsageException(
          command.word() + " has no use for '" + operands.get(most) + "'; " + seeHelp());
    }
    return List.copyOf(operands);
  }

  boolean has(String option) {
    return values.containsKey(option);
  }

  /** All values of a repeatable option. */
  List<String> all(String option) {
    return List.copyOf(values.getOrDefault(option, List.of()));
  }

  /** The last value given. */
  @Nullable String value(String option) {
    List<String> given = values.getOrDefault(option, List.of());
    return given.isEmpty() ? null : given.get(given.size() - 1);
  }

  /**
   * A whole number.
   *
   * @throws UsageException naming option and bounds when it is none, or out of bounds
   */
  int number(String option, int least, int most, int otherwise) {
    String text = value(option);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new UsageException(
        option + " must be a whole number from " + least + " to " + most + ", not '" + text + "'");
  }
}
