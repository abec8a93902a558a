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
      Option.valued("--policies", "FILE", "put these policies in force"),
      Option.NAME,
      Option.FEATURE_GATES,
      Option.flag("--self-tracing", "trace the functions too, as services tailspan-..."),
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
  SQL(
      "QUERY",
      "Ask the archive of kept traces in SQL.",
      """
      DuckDB over the files of the running stack, or of one that was stopped, with --data. The table is
      "traces", with a row for each span; "DESCRIBE traces" says its columns. A query is one SELECT and
      reads nothing but the archive. The saved ones are those that Athena has in a deployment. A table
      shows 1,000 rows, 60 columns of each text and six digits; --csv and --json have all of it.
      """,
      Option.valued("--query", "NAME", "a saved query in place of QUERY"),
      Option.flag("--list", "name the saved queries and say what they are for"),
      Option.flag("--text", "print the saved query in place of running it"),
      Option.flag("--csv", "print comma-separated values"),
      Option.flag("--json", "print a JSON array with an object for each row"),
      Option.valued("--data", "DIR", "the archive of a stack that kept its state in DIR"),
      Option.STACK),
  KEEP(
      "TRACE-ID",
      "Keep a trace that is in flight, or dropped and still staged.",
      """
      It is kept whole, with weight 0, so that estimates from what is kept stay true; a trace in flight
      is kept when its turn comes, and by a policy with its weight if one samples it.
      """,
      Option.valued("--reason", "TEXT", "why, to be shown with the trace"),
      Option.STACK),
  STATUS(
      "",
      "Show what came in, what was kept and what it would cost on AWS.",
      "",
      Option.JSON,
      Option.STACK),
  POLICY_CHECK(
      "FILE",
      "Check a file of sampling policies; no stack is needed.",
      """
      Reads a Collector's tail_sampling block, alone or in a whole configuration, and says every mistake
      and surprise in it with line, column and the nearest valid key. ${env:NAME} is taken from the
      environment, and noted, as it is refused in a file that is deployed. Status 0 when it is accepted,
      1 when it is refused.
      """,
      Option.NAME,
      Option.FEATURE_GATES,
      Option.flag("--strict", "refuse it for warnings too"),
      Option.flag("--json", "print one JSON object: accepted, problems, warnings, notes")),
  POLICY_TEST(
      "",
      "Try policies on traces from files; no stack is needed.",
      """
      Decides as the Collector's tail_sampling processor would if all traces came at once: on a clock that
      stands still, spans in the order of the file. Traces are OTLP as JSON (one object, several, one a
      line, or a list of them) or protobuf, gzip or not, told apart by content; "-" reads standard input.
      Give --policies and --traces; or --cases and --out for many at once, where each folder in DIR holds
      policies.yaml and traces.json or traces.json.gz and gets a NAME.json as --json would print.
      Settings that are refused: status 1, or {"error":"..."} in a case's file.
      """,
      Option.valued("--policies", "FILE", "the policies"),
      Option.many("--traces", "FILE", "the traces"),
      Option.valued("--cases", "DIR", "a folder for each case"),
      Option.valued("--out", "DIR", "where the answers of the cases go"),
      Option.NAME,
      Option.FEATURE_GATES,
      Option.flag("--json", "print one JSON object: sampled, decisions")),
  POLICY_REPLAY(
      "FILE",
      "Try policies on the traffic of the running stack; nothing is changed.",
      """
      Decides what is still staged by the file and by the one in force, in the same steps and rounds as
      the stack does, and says what each keeps, what that comes to a day in traces, bytes and dollars, and
      which traces change side. Statistics and budgets begin empty, shortly before the time that is
      replayed. With --archive, what was kept is looked at in place of what is staged, each trace with
      its weight: that goes back as far as traces are kept, and is an estimate.
      """,
      Option.valued("--last", "DURATION", "how far back: 90m, 24h (1h)"),
      Option.flag("--archive", "look at kept traces, with their weights"),
      Option.valued("--examples", "N", "at most so many traces for each way of changing sides (5)"),
      Option.NAME,
      Option.FEATURE_GATES,
      Option.flag("--json", "print one JSON object"),
      Option.STACK),
  SIZING(
      "",
      "Say what a load of spans takes on AWS, and what it costs; no stack is needed.",
      """
      Shards, buckets, functions, dollars a month and the limit that comes first, for each load given,
      from counts of the benchmarks and the prices that the status goes by. See docs/capacity.md.
      """,
      Option.many("--spans-per-second", "N", "loads (10 to 10,000,000 if none is given)"),
      Option.valued("--kept", "SHARE", "of all traces, 0 to 1 (0.01)"),
      Option.valued("--span-bytes", "N", "of a span on the stream (500)")),
  CHAOS(
      "",
      "Kill and break a stack of its own under load, and account for every span.",
      """
      Ingest and finalize are killed, DynamoDB Local is stopped and restarted, S3 answers 500 and 503,
      Kinesis throttles, at random moments; then all is left to settle, and every span that the stream
      accepted must be kept, dropped with its reason or quarantined, and none twice. See docs/chaos.md.
      Status 0 when that is so.
      """,
      Option.valued("--minutes", "M", "under faults at most so long (5)"),
      Option.valued("--kills", "N", "end after so many, and fail with fewer (else 20 a minute)"),
      Option.valued("--seed", "S", "of traffic and faults; the moments also depend on the machine"),
      Option.valued("--rate", "N", "spans a second (60)"),
      Option.valued("--data", "DIR", "keep all state in DIR, which should be new")),
  ENDURE(
      "",
      "Run a stack of its own at a steady load for long, and judge memory and lag.",
      """
      With one hot trace, for a while a slow shard, and a shard that is split and merged again on the way.
      Says every 30 seconds what memory each process takes and how far everything lags behind. Status 0
      when memory stays flat, lag bounded, neighbours of the hot trace are decided in time, what lies
      beyond its cap is flagged, and every span is accounted for. See docs/chaos.md.
      """,
      Option.valued("--minutes", "M", "so long (60)"),
      Option.valued("--rate", "N", "spans a second beside the hot trace (200)"),
      Option.valued("--hot-spans", "N", "of the hot trace (1,000,000; 0: none)"),
      Option.valued("--seed", "S", "of the traffic"),
      Option.valued("--json", "FILE", "where the samples go (endure.json in TAILSPAN_HOME)"),
      Option.valued("--data", "DIR", "keep all state in DIR, which should be new")),
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

  /** Or two of them: {@code policy check}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The commands that begin with that word, where it is not a command itself. */
  static List<Command> group(String word) {
    return Arrays.stream(values()).filter(c -> c.word().startsWith(word + " ")).toList();
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
