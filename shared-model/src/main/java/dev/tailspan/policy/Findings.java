package dev.tailspan.policy;

import java.util.ArrayList;
import java.util.List;

/** Gathers all there is to say about a file, so that one reading shows every mistake. */
final class Findings {
  private final List<Finding> problems = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();
  private final List<Finding> notes = new ArrayList<>();

  /** The file is refused. */
  void problem(Place place, String message, String suggestion) {
    problems.add(finding(place, message, suggestion));
  }

  void problem(Place place, String message) {
    problem(place, message, "");
  }

  /** The file is taken, but means something its writer may not expect. */
  void warning(Place place, String message, String suggestion) {
    warnings.add(finding(place, message, suggestion));
  }

  void warning(Place place, String message) {
    warning(place, message, "");
  }

  /** A setting that is taken and has nothing to do here. */
  void note(Place place, String message) {
    notes.add(finding(place, message, ""));
  }

  List<Finding> problems() {
    return sorted(problems);
  }

  List<Finding> warnings() {
    return sorted(warnings);
  }

  List<Finding> notes() {
    return sorted(notes);
  }

  private static Finding finding(Place place, String message, String suggestion) {
    return new Finding(
        place.line(), place.column(), place.policy(), place.field(), message, suggestion);
  }

  private static List<Finding> sorted(List<Finding> findings) {
    return findings.stream().distinct().sorted(Finding.BY_PLACE).toList();
  }
}
