package dev.tailspan.simulation;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The command line of {@code ./tailspan simulate}.
 *
 * @param from first seed
 * @param seeds how many
 * @param minutes after which no further seed is begun; 0 for no limit
 * @param threads how many seeds are run at a time
 * @param faults only these kinds, of those a seed has
 * @param traces only so many, of those a seed has
 */
record Options(
    long from,
    long seeds,
    long minutes,
    int threads,
    Optional<Set<FaultKind>> faults,
    Optional<Integer> traces) {
  static final String USAGE =
      """
      Usage: ./tailspan simulate [--seeds N] [--from S] [--minutes M] [--threads T]
                                 [--faults KIND,KIND...] [--traces N]

      Runs the whole pipeline under faults, a seed at a time, step by step under a virtual clock.
        --seeds N     how many seeds (default 1000)
        --from S      the first one (default 1)
        --minutes M   begin no further seed after so many minutes
        --threads T   seeds run side by side (default: one for each processor)
        --faults ...  of the faults of a seed only these, as a failing one is told; 'none' for none
        --traces N    of the traces of a seed only so many
      Ends with 1 when anything was lost, duplicated, decided early or otherwise wrong.
      """;

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static Options parse(String... arguments) {
    Options options =
        new Options(
            1,
            1000,
            0,
            Runtime.getRuntime().availableProcessors(),
            Optional.empty(),
            Optional.empty());
    for (int i = 0; i < arguments.length; i += 2) {
      if (!Set.of("--seeds", "--from", "--minutes", "--threads", "--faults", "--traces")
          .contains(arguments[i])) {
        throw new IllegalArgumentException("there is no option " + arguments[i]);
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " needs a value");
      }
      options = options.with(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  private Options with(String option, String value) {
    return switch (option) {
      case "--from" -> copy(number(option, value, Long.MIN_VALUE), seeds, minutes, threads);
      case "--seeds" -> copy(from, number(option, value, 1), minutes, threads);
      case "--minutes" -> copy(from, seeds, number(option, value, 1), threads);
      case "--threads" -> copy(from, seeds, minutes, (int) Math.min(256, number(option, value, 1)));
      case "--traces" ->
          new Options(
              from,
              seeds,
              minutes,
              threads,
              faults,
              Optional.of((int) Math.min(10_000, number(option, value, 1))));
      default -> new Options(from, seeds, minutes, threads, Optional.of(kinds(value)), traces);
    };
  }

  private Options copy(long first, long many, long limit, int parallel) {
    return new Options(first, many, limit, parallel, faults, traces);
  }

  private static long number(String option, String value, long least) {
    try {
      long number = Long.parseLong(value);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        option + " must be a whole number" + (least > 0 ? " above 0" : "") + ", but is " + value);
  }

  private static Set<FaultKind> kinds(String value) {
    Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    if (!value.equals("none")) {
      for (String name : value.split(",", -1)) {
        kinds.add(kind(name));
      }
    }
    return kinds;
  }

  private static FaultKind kind(String name) {
    @Nullable FaultKind found =
        Arrays.stream(FaultKind.values())
            .filter(kind -> kind.name().equals(name.toUpperCase(Locale.ROOT)))
            .findFirst()
            .orElse(null);
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no fault " + name + "; there are " + list(EnumSet.allOf(FaultKind.class)));
    }
    return found;
  }

  static String list(Set<FaultKind> kinds) {
    return kinds.isEmpty()
        ? "none"
        : kinds.stream()
            .sorted()
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(","));
  }

  /** The scenario of a seed, made smaller as was asked. */
  Scenario scenario(long seed) {
    Scenario scenario = Scenario.of(seed);
    if (faults.isPresent()) {
      Set<FaultKind> some = EnumSet.noneOf(FaultKind.class);
      faults.get().stream().filter(scenario::has).forEach(some::add);
      scenario = scenario.with(some);
    }
    return traces.isPresent() ? scenario.with(Math.min(scenario.traces(), traces.get())) : scenario;
  }
}
