package dev.tailspan.local.cli;

import dev.tailspan.policy.Finding;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.trace.TerminalText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All there is to say about a policy file.
 *
 * @param version empty when it is refused
 * @param policies their names, none when it is refused
 * @param problems why it is refused; with {@code --strict} the warnings are among them
 */
record PolicyCheck(
    String file,
    String version,
    List<String> policies,
    List<Finding> problems,
    List<Finding> warnings,
    List<Finding> notes) {
  private static final Comparator<Finding> PLACE =
      Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column);

  /** How a file is read. */
  @FunctionalInterface
  interface Reader {
    PolicyFile read(byte[] yaml) throws PolicyFileException;
  }

  static PolicyCheck of(String file, byte[] yaml, Reader reader) {
    try {
      PolicyFile policies = reader.read(yaml);
      return new PolicyCheck(
          file,
          policies.version(),
          policies.policies(),
          List.of(),
          policies.warnings(),
          policies.notes());
    } catch (PolicyFileException e) {
      return refused(file, e);
    }
  }

  static PolicyCheck refused(String file, PolicyFileException e) {
    return new PolicyCheck(file, "", List.of(), e.problems(), e.warnings(), e.notes());
  }

  /** With the warnings as errors. */
  PolicyCheck strict() {
    if (warnings.isEmpty()) {
      return this;
    }
    List<Finding> all = Stream.concat(problems.stream(), warnings.stream()).sorted(PLACE).toList();
    return new PolicyCheck(file, "", List.of(), all, List.of(), notes);
  }

  boolean accepted() {
    return problems.isEmpty();
  }

  /** A line for each finding, in the order of the file, and one that sums them up. */
  String text() {
    String counts =
        "%s, %s, %s"
            .formatted(
                counted(problems.size(), "error", "errors"),
                counted(warnings.size(), "warning", "warnings"),
                counted(notes.size(), "note", "notes"));
    String sum =
        accepted()
            ? "accepted: %s, version %s; %s"
                .formatted(counted(policies.size(), "policy", "policies"), version, counts)
            : "refused: " + counts;
    return findings() + TerminalText.safe(file + ": " + sum) + "\n";
  }

  private static String counted(int n, String one, String many) {
    return n == 1 ? "1 " + one : n + " " + many;
  }

  /** {@code file:line:column: error: what}, a line each. */
  String findings() {
    List<Line> lines = new ArrayList<>();
    problems.forEach(finding -> lines.add(new Line("error", finding)));
    warnings.forEach(finding -> lines.add(new Line("warning", finding)));
    notes.forEach(finding -> lines.add(new Line("note", finding)));
    lines.sort(Comparator.comparing(Line::finding, PLACE));
    return lines.stream().map(line -> line.text(file)).collect(Collectors.joining());
  }

  private record Line(String kind, Finding finding) {
    String text(String file) {
      String place = finding.line() == 0 ? "" : finding.line() + ":" + finding.column() + ":";
      return TerminalText.safe(file + ":" + place + " " + kind + ": " + finding.what()) + "\n";
    }
  }
}
