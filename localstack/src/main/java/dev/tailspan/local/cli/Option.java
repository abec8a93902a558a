package dev.tailspan.local.cli;

import org.jspecify.annotations.Nullable;

/**
 * One option of a command.
 *
 * @param name with the dashes
 * @param value what its value is called in the help, null for a switch
 */
record Option(String name, @Nullable String value, String help) {
  static final Option STACK =
      valued("--http-port", "PORT", "which stack, where several are running");
  static final Option JSON = flag("--json", "print what the query API answered");

  static Option flag(String name, String help) {
    return new Option(name, null, help);
  }

  static Option valued(String name, String value, String help) {
    return new Option(name, value, help);
  }

  /** As the help shows it. */
  String synopsis() {
    return value == null ? name : name + " " + value;
  }
}
