package dev.tailspan.local.cli;

import org.jspecify.annotations.Nullable;

/**
 * One option of a command.
 *
 * @param name with the dashes
 * @param value what its value is called in the help, null for a switch
 * @param many whether it takes every word up to the next option
 */
record Option(String name, @Nullable String value, boolean many, String help) {
  static final Option STACK =
      valued("--http-port", "PORT", "which stack, where several are running");
  static final Option NAME =
      valued("--name", "PROCESSOR", "which of several tail_sampling/... in a configuration");
  static final Option FEATURE_GATES =
      valued("--feature-gates", "LIST", "the Collector's, such as usetracestate's full name");
  static final Option JSON = flag("--json", "print what the query API answered");

  static Option flag(String name, String help) {
    return new Option(name, null, false, help);
  }

  static Option valued(String name, String value, String help) {
    return new Option(name, value, false, help);
  }

  static Option many(String name, String value, String help) {
    return new Option(name, value, true, help);
  }

  /** As the help shows it. */
  String synopsis() {
    return value == null ? name : name + " " + value + (many ? "..." : "");
  }
}
