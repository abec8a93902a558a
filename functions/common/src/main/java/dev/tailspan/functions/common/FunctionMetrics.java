package dev.tailspan.functions.common;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Figures of one invocation as a line of CloudWatch's embedded metric format: what is logged like
 * this becomes metrics, with no call to CloudWatch. The line must be logged as it is, with nothing
 * before it, or it is only a line.
 */
public final class FunctionMetrics {
  public static final String NAMESPACE = "Tailspan";

  /** The one dimension: two deployments in an account have two streams. */
  public static final String STREAM = "Stream";

  /** Of ingest. */
  public static final String RECORDS = "Records";

  public static final String SPANS = "Spans";
  public static final String QUARANTINED_RECORDS = "QuarantinedRecords";
  public static final String MOVED_RECORDS = "MovedRecords";

  /** Shards of which a batch must come again. */
  public static final String FAILED_BATCHES = "FailedBatches";

  /** Of finalize: how far the lowest watermark lies behind the clock. */
  public static final String WATERMARK_LAG = "WatermarkLag";

  public static final String STEPS_BEHIND = "StepsBehind";

  /** Steps decided so late that staged spans of theirs may have expired. */
  public static final String EXPIRED_STEPS = "ExpiredSteps";

  public static final String TRACES = "Traces";
  public static final String KEPT_TRACES = "KeptTraces";

  /** 1 while the policy file that lies there is refused and an older one is in force. */
  public static final String POLICY_REFUSED = "PolicyRefused";

  /** Of all: traces that a function made of itself and could not publish. */
  public static final String OWN_TRACES_LOST = "OwnTracesLost";

  private final String function;
  private final String stream;
  private final long atMillis;
  private final List<Figure> figures = new ArrayList<>();

  private record Figure(String name, String unit, long value) {}

  /**
   * Begins a line.
   *
   * @param atMillis when it was measured, epoch milliseconds
   */
  public FunctionMetrics(String function, String stream, long atMillis) {
    this.function = function;
    this.stream = stream;
    this.atMillis = atMillis;
  }

  public FunctionMetrics count(String name, long value) {
    figures.add(new Figure(name, "Count", value));
    return this;
  }

  public FunctionMetrics millis(String name, long value) {
    figures.add(new Figure(name, "Milliseconds", value));
    return this;
  }

  /** The line, without an end of line. */
  public String line() {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeObjectFieldStart("_aws");
      out.writeNumberField("Timestamp", atMillis);
      out.writeArrayFieldStart("CloudWatchMetrics");
      writeDirective(out);
      out.writeEndArray();
      out.writeEndObject();
      out.writeStringField("Function", function);
      out.writeStringField(STREAM, stream);
      for (Figure figure : figures) {
        out.writeNumberField(figure.name(), figure.value());
      }
      out.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("nothing is written but memory", e);
    }
    return text.toString();
  }

  private void writeDirective(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("Namespace", NAMESPACE);
    out.writeArrayFieldStart("Dimensions");
    out.writeStartArray();
    out.writeString(STREAM);
    out.writeEndArray();
    out.writeEndArray();
    out.writeArrayFieldStart("Metrics");
    for (Figure figure : figures) {
      out.writeStartObject();
      out.writeStringField("Name", figure.name());
      out.writeStringField("Unit", figure.unit());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }
}
