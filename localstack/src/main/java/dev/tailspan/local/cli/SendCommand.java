package dev.tailspan.local.cli;

import dev.tailspan.local.traffic.ExportAnswer;
import dev.tailspan.local.traffic.OtlpHttpSender;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.trace.TerminalText;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code send}: posts files of spans to the OTLP receiver. Status 1 when some spans were refused.
 */
final class SendCommand {
  private static final int IDS_SHOWN = 10;
  // Lambda takes 6 MB, base64 and JSON around it included; what is larger is cut and encoded anew.
  private static final int LARGEST_BODY = 4 << 20;
  private static final int SPANS_PER_BODY = 2000;

  private final Arguments arguments;
  private final PrintStream out;

  SendCommand(Arguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  int run() throws InterruptedException {
    List<String> files = arguments.operands(1, Integer.MAX_VALUE);
    OtlpHttpSender sender = new OtlpHttpSender(Stacks.chosen(arguments).endpoints().otlp());
    boolean whole = true;
    for (String file : files) {
      whole &= send(file, sender);
    }
    return whole ? Main.DONE : Main.FAILED;
  }

  /** A file that is none of ours is refused before anything of it is sent. */
  private boolean send(String file, OtlpHttpSender sender) throws InterruptedException {
    List<SpanFile.Request> requests = SpanFile.read(file);
    Set<TraceId> traces = new LinkedHashSet<>();
    long spans = 0;
    long rejected = 0;
    for (SpanFile.Request request : requests) {
      rejected += post(file, request, sender);
      spans += request.spans().size();
      request.spans().forEach(span -> traces.add(span.traceId()));
    }
    out.printf("%s: sent %,d spans of %,d traces%n", file, spans - rejected, traces.size());
    traces.stream().limit(IDS_SHOWN).forEach(id -> out.println("  " + id));
    if (traces.size() > IDS_SHOWN) {
      out.println("  ...");
    }
    return rejected == 0;
  }

  private long post(String file, SpanFile.Request request, OtlpHttpSender sender)
      throws InterruptedException {
    if (request.body().length > LARGEST_BODY) {
      List<Span> spans = request.spans();
      for (int from = 0; from < spans.size(); from += SPANS_PER_BODY) {
        sender.send(spans.subList(from, Math.min(spans.size(), from + SPANS_PER_BODY)));
      }
      return 0;
    }
    ExportAnswer answer = sender.post(request.contentType(), request.body());
    if (answer.rejectedSpans() > 0) {
      out.printf(
          "%s: %,d spans rejected: %s%n",
          file, answer.rejectedSpans(), TerminalText.safe(answer.message()));
    }
    return answer.rejectedSpans();
  }
}
