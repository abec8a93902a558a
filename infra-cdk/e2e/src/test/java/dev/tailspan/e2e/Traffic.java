package dev.tailspan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.Span;
import dev.tailspan.model.Status;
import dev.tailspan.model.TestTraces;
import dev.tailspan.publisher.export.ExporterSettings;
import dev.tailspan.publisher.export.KinesisSpanExporter;
import dev.tailspan.wire.OtlpProto;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** What is sent to a deployed stack, by each of its doors: exporter, stream and HTTP. */
final class Traffic implements AutoCloseable {
  static final byte[] POISON = "this was never a span".getBytes(StandardCharsets.UTF_8);

  static final List<Span> OVER_HTTP = failed(1, 6);
  static final List<Span> BEFORE_POISON = failed(2, 5);
  static final List<Span> AFTER_POISON = failed(3, 4);

  /** Its last span is held back. */
  static final List<Span> LATE = failed(4, 3);

  static final List<Span> HEALTHY = TestTraces.trace(5, 3);

  /** Healthy as well, but somebody wants it kept. */
  static final List<Span> WANTED = TestTraces.trace(6, 3);

  private static final String ONE_SHARD = "all on one shard";
  private static final int FLUSH_SECONDS = 30;

  private final Deployment deployment;
  private final KinesisClient kinesis;
  private String exported;

  Traffic(Deployment deployment) {
    this.deployment = deployment;
    this.kinesis = deployment.kinesis();
  }

  /** The first span failed. */
  private static List<Span> failed(int n, int spans) {
    List<Span> trace = new ArrayList<>(TestTraces.trace(n, spans));
    Status error = new Status(Status.Code.ERROR, "boom");
    trace.set(0, trace.get(0).toBuilder().status(error).build());
    return trace;
  }

  void sendAll() throws Exception {
    exported = export();
    put(
        OtlpProto.encode(BEFORE_POISON),
        POISON,
        OtlpProto.encode(AFTER_POISON),
        OtlpProto.encode(HEALTHY),
        OtlpProto.encode(WANTED),
        OtlpProto.encode(LATE.subList(0, LATE.size() - 1)));
    post(OtlpProto.encode(OVER_HTTP));
  }

  void sendLateSpan() {
    put(OtlpProto.encode(LATE.subList(LATE.size() - 1, LATE.size())));
  }

  /** The id of the trace that our own exporter sent. */
  String exported() {
    return exported;
  }

  /** As a service has it, with credentials where the AWS SDK looks for them. */
  private String export() {
    System.setProperty("aws.accessKeyId", Deployment.KEY);
    System.setProperty("aws.secretAccessKey", Deployment.KEY);
    KinesisSpanExporter exporter =
        KinesisSpanExporter.create(
            ExporterSettings.forStream(deployment.output("StreamName"))
                .withRegion(Deployment.REGION)
                .withEndpoint(deployment.endpoint()));
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
            .build()) {
      Tracer tracer = provider.get("shop");
      var root = tracer.spanBuilder("checkout").startSpan();
      var child = tracer.spanBuilder("charge").setParent(Context.root().with(root)).startSpan();
      child.setAttribute("shop.card", "visa").setStatus(StatusCode.ERROR, "card refused").end();
      root.end();
      assertThat(provider.forceFlush().join(FLUSH_SECONDS, TimeUnit.SECONDS).isSuccess()).isTrue();
      return root.getSpanContext().getTraceId();
    }
  }

  private void put(byte[]... records) {
    List<PutRecordsRequestEntry> entries =
        Stream.of(records)
            .map(
                data ->
                    PutRecordsRequestEntry.builder()
                        .partitionKey(ONE_SHARD)
                        .data(SdkBytes.fromByteArray(data))
                        .build())
            .toList();
    var answer =
        kinesis.putRecords(
            request -> request.streamName(deployment.output("StreamName")).records(entries));
    assertThat(answer.failedRecordCount()).isZero();
  }

  private void post(byte[] spans) throws Exception {
    URI traces = deployment.api().resolve("v1/traces");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(traces)
                    .header("Content-Type", "application/x-protobuf")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(spans))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Override
  public void close() {
    kinesis.close();
  }
}
