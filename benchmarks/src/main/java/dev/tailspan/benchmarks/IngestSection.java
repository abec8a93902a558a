package dev.tailspan.benchmarks;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.tailspan.block.AttributeKey;
import dev.tailspan.block.BatchCutter;
import dev.tailspan.block.Block;
import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.BlockSizes;
import dev.tailspan.block.Layout;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.block.TraceAssembler;
import dev.tailspan.block.TraceFilter;
import dev.tailspan.model.AttributeValue.IntValue;
import dev.tailspan.model.Status;
import dev.tailspan.model.TestTraces;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.redact.Redaction;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.OtlpValidator;
import dev.tailspan.wire.RecordDecoder;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path every span travels, against what cannot be had for less: zstd over the same bytes. A
 * batch is 10 requests of 500 spans (50 traces of 10) into 8 buckets.
 */
final class IngestSection {
  private static final int REQUESTS = 10;
  private static final int TRACES_PER_REQUEST = 50;
  private static final int SPANS = REQUESTS * TRACES_PER_REQUEST * 10;
  private static final Layout LAYOUT = new Layout(8, 10_000);
  private static final AttributeKey STATUS_CODE = AttributeKey.of("http.response.status_code");

  private static final String BY_KEYS =
      """
      allow_all_keys: true, blocked_key_patterns: ["(?i)token|secret|authorization"],
      actions: [{key: enduser.id, action: hash}, {key: client.address, action: mask}]
      """;
  private static final String BY_VALUES =
      """
      allow_all_keys: true, blocked_values: ["4[0-9]{15}", "[a-z0-9.]+@[a-z0-9]+[.][a-z]+"]
      """;

  private final RecordDecoder decoder = new RecordDecoder(Limits.DEFAULT);
  private final OtlpValidator validator = new OtlpValidator(Limits.DEFAULT);
  private final BlockCodec codec = new BlockCodec();
  private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(3);
  private final List<byte[]> requests = new ArrayList<>();
  private final byte[] packed = new byte[1 << 20];

  private IngestSection() {
    for (int i = 0; i < REQUESTS; i++) {
      requests.add(OtlpProto.encode(TestTraces.traces(i * TRACES_PER_REQUEST, TRACES_PER_REQUEST)));
    }
  }

  static void measure(Run run) throws Exception {
    IngestSection on = new IngestSection();
    List<Block> blocks = on.ingest(null);
    Redaction byKeys = redaction(BY_KEYS);
    Redaction byValues = redaction(BY_VALUES);
    new SideBySide(run, run.choose(25, 100))
        .with("zstd alone", on::zstdAlone)
        .with("parseFrom", on::parseFrom)
        .with("ingest", () -> on.ingest(null))
        .with("ingest, of which validation", on::validate)
        .with("ingest, redacting by keys", () -> on.ingest(byKeys))
        .with("ingest, redacting by two patterns of values", () -> on.ingest(byValues))
        .with("reading the blocks", () -> on.assemble(blocks))
        .measure(SPANS, "zstd alone", "parseFrom", "ingest");
    double received = on.requests.stream().mapToLong(r -> r.length).sum();
    double stored = blocks.stream().mapToLong(b -> b.content().length).sum();
    run.measured(
        "bytes of a span",
        Measurement.figures(
            "B received",
            received / SPANS,
            "B packed as received",
            (double) on.zstdAlone() / SPANS,
            "B in blocks",
            stored / SPANS));
  }

  private static Redaction redaction(String rules) throws PolicyFileException {
    String file = "{redaction: {" + rules + "}, policies: [{name: all, type: always_sample}]}";
    return Redaction.of(PolicyFile.parse(file.getBytes(StandardCharsets.UTF_8)).redaction());
  }

  /** The requests as received, each compressed at level 3; compressed bytes. */
  private long zstdAlone() {
    long size = 0;
    for (byte[] request : requests) {
      size += zstd.compressByteArray(packed, 0, packed.length, request, 0, request.length);
    }
    return size;
  }

  /** Detection, validation, redaction if any, cutting, hashing and compression. */
  private List<Block> ingest(@Nullable Redaction redaction) throws DecodeException {
    BatchCutter cutter =
        new BatchCutter(
            LAYOUT,
            Limits.DEFAULT,
            "shard-0",
            decoder::decode,
            codec,
            BlockSizes.DEFAULT,
            redaction);
    for (int i = 0; i < requests.size(); i++) {
      cutter.add(Integer.toString(i), 5, requests.get(i));
    }
    return cutter.cut();
  }

  private long validate() throws DecodeException {
    long bytes = 0;
    for (byte[] request : requests) {
      bytes += validator.validate(ByteSlice.of(request)).length();
    }
    return bytes;
  }

  /** The generated classes, decoding only. */
  private long parseFrom() throws Exception {
    long groups = 0;
    for (byte[] request : requests) {
      groups += TracesData.parseFrom(request).getResourceSpansCount();
    }
    return groups;
  }

  /** Traces from the blocks of {@link #ingest}, each span looked at as policies do. */
  private long assemble(List<Block> blocks) {
    TraceAssembler assembler = new TraceAssembler(TraceFilter.all(), 100_000, codec);
    for (Block block : blocks) {
      assembler.add(block.key(), block.content());
    }
    long interesting = 0;
    for (StagedTrace trace : assembler.traces()) {
      for (StagedSpan span : trace.spans()) {
        boolean failed = span.statusCode() == Status.Code.ERROR || span.durationNanos() > 1L << 40;
        boolean answered = span.attribute(STATUS_CODE) instanceof IntValue code && code.value() > 1;
        interesting += failed || answered || span.serviceName().isEmpty() ? 1 : 0;
      }
    }
    return interesting;
  }
}
