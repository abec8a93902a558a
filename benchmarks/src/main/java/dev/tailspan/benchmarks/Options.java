package dev.tailspan.benchmarks;

import dev.tailspan.text.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line of {@code ./tailspan bench}.
 *
 * @param sections in the order they are run
 * @param json where the figures go
 * @param docs the folder of the page that is to show them
 * @param zips a folder of other zips of the functions, to start beside the built ones
 * @param requests a folder that the finalize section's requests go to, for other programs to read
 */
record Options(
    List<Section> sections,
    boolean list,
    boolean quick,
    Path json,
    Optional<Path> docs,
    Optional<Path> zips,
    Optional<Path> requests) {
  static final String USAGE =
      """
      Usage: ./tailspan bench [SECTION...] [--quick] [--json FILE] [--docs DIR]
                              [--zips DIR] [--requests DIR]
             ./tailspan bench --list

      Measures, shows how far it is, and ends with one table and a file in JSON.
        --list          the sections; without one all are run
        --quick         fewer rounds, and growth to a million spans only
        --json FILE     where the figures go (default: bench.json in TAILSPAN_HOME)
        --docs DIR      also put table and plot into DIR/benchmarks.md and DIR/growth.svg
        --zips DIR      start functions from DIR/ingest.zip and so on too, to compare
        --requests DIR  leave the requests of 'finalize' there, as files for other programs
      Ends with 1 when a section failed.
      """;

  private static final List<String> SWITCHES = List.of("--list", "--quick");
  private static final List<String> VALUED = List.of("--json", "--docs", "--zips", "--requests");

  /**
   * Reads it.
   *
   * @param all sections there are
   * @param home where the figures go by default
   * @throws IllegalArgumentException with a sentence that names what is wrong
   */
  static Options parse(List<String> words, List<Section> all, Path home) {
    List<Section> sections = new ArrayList<>();
    List<String> switches = new ArrayList<>();
    Path[] paths = new Path[VALUED.size()];
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (VALUED.contains(word)) {
        i++;
        if (i == words.size() || words.get(i).startsWith("--")) {
          throw new IllegalArgumentException(word + " needs a value");
        }
        paths[VALUED.indexOf(word)] = Path.of(words.get(i));
      } else if (SWITCHES.contains(word)) {
        switches.add(word);
      } else if (word.startsWith("-")) {
        throw new IllegalArgumentException("there is no option " + word + near(word, options()));
      } else {
        Section section = section(word, all);
        if (!sections.contains(section)) {
          sections.add(section);
        }
      }
    }
    return new Options(
        sections.isEmpty() ? all : List.copyOf(sections),
        switches.contains("--list"),
        switches.contains("--quick"),
        paths[0] == null ? home.resolve("bench.json") : paths[0],
        Optional.ofNullable(paths[1]),
        Optional.ofNullable(paths[2]),
        Optional.ofNullable(paths[3]));
  }

  private static Section section(String name, List<Section> all) {
    List<String> names = all.stream().map(Section::name).toList();
    return all.stream()
        .filter(section -> section.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no section '%s'%s; there are %s"
                        .formatted(name, near(name, names), String.join(", ", names))));
  }

  private static List<String> options() {
    List<String> options = new ArrayList<>(SWITCHES);
    options.addAll(VALUED);
    return options;
  }

  private static String near(String word, List<String> known) {
    String near = Nearest.to(word, known);
    return near.isEmpty() ? "" : " (did you mean '" + near + "'?)";
  }
}
