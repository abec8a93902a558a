package dev.tailspan.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.block.Layout;
import dev.tailspan.ingest.IngestResult;
import dev.tailspan.ingest.PolicyFileRedaction;
import dev.tailspan.ingest.RedactionSource;
import dev.tailspan.ingest.StreamRecord;
import dev.tailspan.lookup.TraceState;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.StorageException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rules ingest applies while policy files come, go and break; and what it stages by them. */
class RedactedIngestTest {
  private static final String SECRET = "hunter2";
  private static final String REDACTED =
      "redaction: {allow_all_keys: true, blocked_key_patterns: [password]}\n" + Pipeline.EVERYTHING;
  private static final Duration REFRESH = Duration.ofSeconds(PolicyFileRedaction.REFRESH_SECONDS);

  private final Spans spans = new Spans(5);

  @Test
  void whatIsKeptHasNeverHeldTheSecret() {
    Pipeline pipeline = new Pipeline(REDACTED, 1);
    List<Span> trace = ingest(pipeline, redaction(pipeline));
    pipeline.wait(Duration.ofSeconds(200));
    pipeline.finish();

    assertThat(pipeline.find(id(trace)).state()).isEqualTo(TraceState.KEPT);
    assertThat(passwords(pipeline, trace)).containsOnly("****");
  }

  @Test
  void theSameRecordsAgainGiveTheSameBlocks() {
    Pipeline pipeline = new Pipeline(REDACTED, 1);
    pipeline.put(0, withSecret());
    List<StreamRecord> records = pipeline.stream.records(0);
    assertThat(
            pipeline
                .newIngest(redaction(pipeline))
                .ingest(records, pipeline.clock.getAsLong() / 1000)
                .failedSequenceNumbers())
        .isEmpty();
    int blocks = blocks(pipeline);
    pipeline.newIngest(redaction(pipeline)).ingest(records, pipeline.clock.getAsLong() / 1000);
    assertThat(blocks(pipeline)).isEqualTo(blocks).isPositive();
  }

  @Test
  void aNewFileHoldsAfterHalfAMinute() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    PolicyFileRedaction redaction = redaction(pipeline);
    assertThat(passwords(pipeline, ingest(pipeline, redaction))).containsOnly(SECRET);
    upload(pipeline, REDACTED);
    assertThat(passwords(pipeline, ingest(pipeline, redaction))).containsOnly(SECRET);
    pipeline.wait(REFRESH);
    assertThat(passwords(pipeline, ingest(pipeline, redaction))).containsOnly("****");
  }

  @Test
  void whileTheFileIsRefusedOrGoneOrUnreadableTheLastRulesHold() {
    Pipeline pipeline = new Pipeline(REDACTED, 1);
    PolicyFileRedaction redaction = redaction(pipeline);
    ingest(pipeline, redaction);

    upload(pipeline, "policies: [{nam: x}]");
    pipeline.wait(REFRESH);
    assertThat(passwords(pipeline, ingest(pipeline, redaction))).containsOnly("****");
    assertThat(redaction.trouble()).hasValueSatisfying(t -> assertThat(t).contains("refused"));

    pipeline.policies.removeCurrent();
    pipeline.wait(REFRESH);
    assertThat(passwords(pipeline, ingest(pipeline, redaction))).containsOnly("****");

    pipeline.faults.failAll("policies.current", () -> new StorageException("throttled"));
    pipeline.wait(REFRESH);
    assertThat(passwords(pipeline, ingest(pipeline, redaction))).containsOnly("****");
    assertThat(redaction.trouble()).contains("throttled");
  }

  @Test
  void aProcessThatStartsWhileTheFileIsRefusedTakesWhatBucketsHavePinned() {
    Pipeline pipeline = new Pipeline(REDACTED, 1);
    ingest(pipeline, redaction(pipeline));
    pipeline.wait(Duration.ofSeconds(200));
    pipeline.finish();
    upload(pipeline, "policies: [{nam: x}]");

    assertThat(passwords(pipeline, ingest(pipeline, redaction(pipeline)))).containsOnly("****");
    pipeline.policies.removeCurrent();
    assertThat(passwords(pipeline, ingest(pipeline, redaction(pipeline)))).containsOnly("****");
  }

  @Test
  void aProcessThatCannotLearnTheRulesStagesNothing() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    pipeline.faults.failAll("policies.current", () -> new StorageException("throttled"));
    StreamRecord record = pipeline.put(0, withSecret());

    IngestResult result = pipeline.newIngest(redaction(pipeline)).ingest(List.of(record), 0);

    assertThat(result.failedSequenceNumbers()).containsExactly(record.sequenceNumber());
    assertThat(blocks(pipeline)).isZero();
  }

  @Test
  void rulesThatWantAKeyAreNotReplacedByThoseBefore() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    PolicyFileRedaction redaction = redaction(pipeline);
    ingest(pipeline, redaction);
    upload(
        pipeline,
        "redaction: {allow_all_keys: true, hash_function: hmac-sha256}\n" + Pipeline.EVERYTHING);
    pipeline.wait(REFRESH);
    StreamRecord record = pipeline.put(0, withSecret());
    int before = blocks(pipeline);

    IngestResult result =
        pipeline.newIngest(redaction).ingest(List.of(record), pipeline.clock.getAsLong() / 1000);

    assertThat(result.failedSequenceNumbers()).containsExactly(record.sequenceNumber());
    assertThat(blocks(pipeline)).isEqualTo(before);
    assertThat(redaction.trouble())
        .hasValueSatisfying(t -> assertThat(t).contains("TAILSPAN_REDACTION_KEY"));
  }

  @Test
  void beforeTheFirstFileNothingIsRedacted() {
    Pipeline pipeline = new Pipeline(Pipeline.EVERYTHING, 1);
    pipeline.policies.removeCurrent();
    assertThat(redaction(pipeline).at(0)).isNull();
  }

  private List<Span> ingest(Pipeline pipeline, RedactionSource redaction) {
    List<Span> trace = withSecret();
    StreamRecord record = pipeline.put(0, trace);
    IngestResult result =
        pipeline.newIngest(redaction).ingest(List.of(record), pipeline.clock.getAsLong() / 1000);
    assertThat(result.failedSequenceNumbers()).isEmpty();
    return trace;
  }

  private static List<String> passwords(Pipeline pipeline, List<Span> trace) {
    return pipeline.find(id(trace)).spans().stream()
        .map(span -> String.valueOf(span.attributes().getString("password")))
        .toList();
  }

  private static int blocks(Pipeline pipeline) {
    long slice = pipeline.clock.getAsLong() / Pipeline.LAYOUT.sliceMillis();
    return pipeline
        .staging
        .list(slice - 100, slice + 1, List.of(Layout.SHARED_PARTITION, 0, 1))
        .size();
  }

  private List<Span> withSecret() {
    Attributes secret = Attributes.ofStrings("password", SECRET);
    return spans.trace(3).stream().map(s -> s.toBuilder().attributes(secret).build()).toList();
  }

  private static void upload(Pipeline pipeline, String yaml) {
    pipeline.policies.replaceCurrent(yaml.getBytes(UTF_8));
  }

  private static PolicyFileRedaction redaction(Pipeline pipeline) {
    return new PolicyFileRedaction(
        pipeline.policyVersions(), pipeline.decisions, Pipeline.LAYOUT.buckets(), new byte[0]);
  }

  private static TraceId id(List<Span> trace) {
    return trace.get(0).traceId();
  }
}
