package dev.tailspan.trace;

import dev.tailspan.model.Span;
import dev.tailspan.model.Status;
import java.util.Arrays;
import java.util.Locale;

/**
 * A trace as text for a terminal: a row for each span with its place in the tree, a bar in time and
 * its duration. {@code #} in a bar is on the critical path, {@code =} is not; {@code *} before a
 * row marks a span on the critical path, {@code !} one that failed, {@code ?} one whose parent is
 * missing.
 */
public final class Waterfall {
  private static final int DURATION_COLUMNS = 12;
  private static final int MARK_COLUMNS = 3;
  private static final String RED = "\u001b[31m";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  private final TraceAnalysis trace;
  private final Options options;
  private final int labelColumns;
  private final int barColumns;
  private final long durationNanos;
  private final StringBuilder out = new StringBuilder();

  /**
   * How to render.
   *
   * @param width columns no line exceeds, at least 40
   * @param colour whether to use ANSI colours; nothing is told by colour alone
   * @param maxRows spans shown, at least 2; of a larger trace the first and the last ones
   */
  public record Options(int width, boolean colour, int maxRows) {
    public static final int MIN_WIDTH = 40;

    public Options {
      if (width < MIN_WIDTH) {
        throw new IllegalArgumentException("width must be at least 40, but is " + width);
      }
      if (maxRows < 2) {
        throw new IllegalArgumentException("maxRows must be at least 2, but is " + maxRows);
      }
    }
  }

  private Waterfall(TraceAnalysis trace, Options options) {
    this.trace = trace;
    this.options = options;
    this.durationNanos = Math.max(1, trace.durationNanos());
    int rest = options.width() - MARK_COLUMNS - DURATION_COLUMNS - 2;
    this.labelColumns = rest / 2;
    this.barColumns = rest - labelColumns;
  }

  /** The trace as lines, each ended by a line feed. */
  public static String render(TraceAnalysis trace, Options options) {
    Waterfall waterfall = new Waterfall(trace, options);
    waterfall.head();
    waterfall.rows();
    return waterfall.out.toString();
  }

  private void head() {
    TraceSummary summary = trace.summary();
    line("trace " + trace.spans().get(0).traceId());
    line(
        "%s, %s, %s, %s"
            .formatted(
                DurationText.of(summary.durationNanos()),
                count(summary.spanCount(), "span"),
                count(services(), "service"),
                count(summary.errorCount(), "error")));
    if (!summary.flags().isEmpty()) {
      line("flags: " + String.join(", ", summary.flags()));
    }
    Bottleneck bottleneck = trace.bottleneck();
    if (bottleneck != null) {
      line("bottleneck: " + bottleneck.sentence());
    }
  }

  private long services() {
    return trace.spans().stream().map(Span::serviceName).distinct().count();
  }

  private static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  /** Wraps rather than cuts: what the head says matters whole. */
  private void line(String text) {
    String rest = TerminalText.safe(text);
    while (rest.length() > options.width()) {
      int space = rest.lastIndexOf(' ', options.width());
      int end = space > 0 ? space : options.width();
      out.append(rest, 0, end).append('\n');
      rest = rest.substring(space > 0 ? end + 1 : end);
    }
    out.append(rest).append('\n');
  }

  private void rows() {
    int[] order = trace.tree().preOrder();
    int[] depths = trace.tree().depths();
    int shown = Math.min(order.length, options.maxRows());
    int head = order.length == shown ? shown : (shown + 1) / 2;
    char[][] bars = bars(order, head, shown - head);
    for (int i = 0; i < head; i++) {
      row(order[i], depths[order[i]], bars[order[i]]);
    }
    if (order.length > shown) {
      elided(order, head, order.length - (shown - head));
    }
    for (int i = order.length - (shown - head); i < order.length; i++) {
      row(order[i], depths[order[i]], bars[order[i]]);
    }
  }

  private void elided(int[] order, int from, int to) {
    long errors = Arrays.stream(order, from, to).filter(this::isError).count();
    line("... " + count(to - from, "span") + " not shown, " + count(errors, "error") + " ...");
  }

  private boolean isError(int span) {
    return trace.spans().get(span).status().code() == Status.Code.ERROR;
  }

  /** Bars of the spans shown, by span. */
  private char[][] bars(int[] order, int head, int tail) {
    char[][] bars = new char[order.length][];
    for (int i = 0; i < order.length; i++) {
      if (i < head || i >= order.length - tail) {
        char[] bar = new char[barColumns];
        Arrays.fill(bar, ' ');
        fill(bar, trace.startNanos(order[i]), trace.endNanos(order[i]), '=');
        bars[order[i]] = bar;
      }
    }
    for (PathSection section : trace.criticalPath()) {
      if (bars[section.span()] != null) {
        fill(bars[section.span()], section.startNanos(), section.endNanos(), '#');
      }
    }
    return bars;
  }

  /** At least one column: what took no time happened all the same. */
  private void fill(char[] bar, long startNanos, long endNanos, char c) {
    int from = Math.min(column(bar, startNanos), bar.length - 1);
    int to = Math.min(Math.max(column(bar, endNanos), from + 1), bar.length);
    Arrays.fill(bar, from, to, c);
  }

  private int column(char[] bar, long nanos) {
    return (int) Math.round(nanos * (double) bar.length / durationNanos);
  }

  private void row(int span, int depth, char[] bar) {
    boolean error = isError(span);
    boolean critical = trace.criticalNanos(span) > 0;
    String colour = !options.colour() ? "" : error ? RED : critical ? BOLD : "";
    Span it = trace.spans().get(span);
    out.append(colour)
        .append(critical ? '*' : ' ')
        .append(error ? '!' : trace.isOrphan(span) ? '?' : ' ')
        .append(' ')
        .append(label(it, depth))
        .append('|')
        .append(bar)
        .append('|')
        .append(duration(span))
        .append(colour.isEmpty() ? "" : PLAIN)
        .append('\n');
  }

  /** Indented by two columns a level; what is too deep for that says how deep it is. */
  private String label(Span span, int depth) {
    String text = span.serviceName() + " " + span.name();
    int indent = 2 * depth;
    if (indent <= labelColumns / 2) {
      return " ".repeat(indent) + TerminalText.fit(text, labelColumns - indent);
    }
    return TerminalText.fit("(" + depth + ") " + text, labelColumns);
  }

  private String duration(int span) {
    String text = DurationText.of(trace.durationNanos(span));
    return " ".repeat(Math.max(0, DURATION_COLUMNS - text.length())) + text;
  }
}
