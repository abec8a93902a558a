package dev.tailspan.local.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The commands, what they take and what the help says of them. */
enum Command {
  UP(
      "",
      "Start the whole of Tailspan on this machine and play a minute of real traffic.",
      """
      Starts the AWS services Tailspan needs (DynamoDB Local, S3Proxy, a small Kinesis), its functions
      under Lambda's own runtime client, an OTLP receiver and the query API; plays a minute of captured
      Online Boutique traffic and shows the first trace that is kept. Stays up until Ctrl-C.
      No Docker, no AWS account.
      """,
      Option.flag(
          "--once", "leave after that: status 0 if a trace was kept and no span is missing"),
      Option.valued("--data", "DIR", "keep all state in DIR over restarts"),
      Option.valued("--otlp-port", "PORT", "port of the OTLP receiver (4318; 0: a free one)"),
      Option.valued("--http-port", "PORT", "port of the query API (8080; 0: a free one)"),
      Option.flag("--no-traffic", "start without playing traffic")),
  SEND(
      "FILE...",
      "Send traces from files: OTLP as JSON or protobuf, told apart by content.",
      """
      A file holds one export request (TracesData), or, in JSON, one per line as the Collector's file
      exporter writes them. "-" reads standard input.
      """,
      Option.STACK),
  TRACE(
      "TRACE-ID",
      "Show one trace as a waterfall, and why it was kept or dropped.",
      "",
      Option.JSON,
      Option.STACK),
  SEARCH(
      "",
      "List kept traces, newest first.",
      "Durations are numbers with a unit: 150ms, 1.5s, 2m.\n",
      Option.valued("--service", "NAME", "traces with a span of this service"),
      Option.valued("--operation", "NAME", "traces with a span of this name"),
      Option.valued("--min-duration", "DURATION", "at least this long"),
      Option.valued("--max-duration", "DURATION", "at most this long"),
      Option.valued("--status", "STATUS", "error, ok or unset"),
      Option.valued("--attribute", "KEY=VALUE", "a span or resource attribute; may be repeated"),
      Option.valued("--limit", "N", "at most so many (20)"),
      Option.JSON,
      Option.STACK),
  STATUS(
      "",
      "Show what came in, what was kept and what it would cost on AWS.",
      "",
      Option.JSON,
      Option.STACK),
  DOWN("", "Stop the running stack.", "", Option.STACK),
  HELP("[COMMAND]", "Show this, or more on one command.", "");

  private final String operands;
  private final String summary;
  private final String details;
  private final List<Option> options;

  Command(String operands, String summary, String details, Option... options) {
    this.operands = operands;
    this.summary = summary;
    this.details = details;
    this.options = List.of(options);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String operands() {
    return operands;
  }

  String summary() {
    return summary;
  }

  String details() {
    return details;
  }

  List<Option> options() {
    return options;
  }

  /**
   * The command of that word.
   *
   * @throws UsageException naming the nearest one when there is none
   */
  static Command of(String word) {
    return Arrays.stream(values())
        .filter(command -> command.word().equals(word))
        .findFirst()
        .orElseThrow(() -> unknown(word));
  }

  private static UsageException unknown(String word) {
    List<String> words = Arrays.stream(values()).map(Command::word).toList();
    return new UsageException(
        "unknown command '" + word + "'" + Nearest.hint(word, words) + "; see './tailspan help'");
  }
}
