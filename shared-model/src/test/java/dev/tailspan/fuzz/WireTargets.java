package dev.tailspan.fuzz;

import com.github.luben.zstd.Zstd;
import dev.tailspan.block.AttributeKey;
import dev.tailspan.block.BatchCutter;
import dev.tailspan.block.Batches;
import dev.tailspan.block.Block;
import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.BlockKey;
import dev.tailspan.block.BlockSizes;
import dev.tailspan.block.CorruptBlockException;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.block.TraceAssembler;
import dev.tailspan.block.TraceFilter;
import dev.tailspan.model.AttributeValue.StringValue;
import dev.tailspan.model.Span;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.redact.Redaction;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Envelopes;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.OtlpValidator;
import dev.tailspan.wire.RecordDecoder;
import dev.tailspan.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** From a record to traces: envelopes, formats, cutting, blocks, redaction. */
final class WireTargets implements FuzzTargets {
  /** Small, so that the largest an input may ask for does not make runs slow. */
  private static final Limits LIMITS = new Limits(1 << 20, 256 << 10, 90, 3, 20);

  private static final BlockKey KEY = new BlockKey(1, 0, "shard-0", "1", "2", "0");
  private final BlockCodec codec = new BlockCodec();
  private final Redaction redaction = redaction();

  @Override
  public List<FuzzTarget> all() {
    List<FuzzTarget> all = new ArrayList<>();
    all.add(new FuzzTarget("record", Seeds.records(), this::record));
    all.add(new FuzzTarget("envelopes", Seeds.records(), this::enveloped));
    all.add(new FuzzTarget("otlp-proto", Seeds.otlp(), this::proto));
    all.add(new FuzzTarget("otlp-json", Seeds.json(), this::json));
    for (WireFormat format : WireFormat.ALL) {
      List<byte[]> seeds = new ArrayList<>(Seeds.json());
      seeds.addAll(Seeds.otlp());
      all.add(
          new FuzzTarget("format-" + format.formatName(), seeds, input -> ofFormat(format, input)));
    }
    all.add(new FuzzTarget("block", Seeds.otlp(), this::block));
    all.add(new FuzzTarget("redaction", Seeds.otlp(), this::redacted));
    return all;
  }

  private void record(byte[] input) {
    BatchCutter cutter =
        new BatchCutter(
            Batches.LAYOUT,
            LIMITS,
            "shard-0",
            new RecordDecoder(LIMITS)::decode,
            codec,
            BlockSizes.DEFAULT);
    long accepted;
    try {
      accepted = cutter.add("1", 1, input).acceptedSpans();
    } catch (DecodeException e) {
      FuzzTarget.check(cutter.cut().isEmpty(), "spans of a refused record are staged");
      return;
    }
    List<Block> blocks = cutter.cut();
    long staged = 0;
    for (StagedTrace trace : Batches.assemble(blocks, codec)) {
      staged += trace.spans().size() + trace.duplicates();
      trace.spans().forEach(WireTargets::asDecoded);
    }
    FuzzTarget.check(staged == accepted, accepted + " spans accepted, " + staged + " staged");
  }

  /** What is looked at in place is what the decoder says. */
  private static void asDecoded(StagedSpan span) {
    Span decoded = span.decode();
    FuzzTarget.check(decoded.name().equals(span.name()), "another name");
    decoded.attributes().entries().stream()
        .limit(4)
        .forEach(
            each ->
                FuzzTarget.check(
                    decoded
                        .attributes()
                        .get(each.key())
                        .equals(span.attribute(AttributeKey.of(each.key()))),
                    "another value of " + each.key()));
  }

  /** The first byte says in what the rest is packed, well-formed. */
  private void enveloped(byte[] input) {
    if (input.length < 2) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    record(
        switch (input[0] & 7) {
          case 0 -> Envelopes.gzip(rest);
          case 1 -> Envelopes.zlib(rest);
          case 2 -> Envelopes.deflate(rest);
          case 3 -> Zstd.compress(rest);
          case 4 -> Envelopes.aggregated(rest, rest);
          case 5 -> Envelopes.unclosedGzip(rest);
          case 6 -> Envelopes.gzip(Zstd.compress(rest));
          default -> Envelopes.aggregated(Envelopes.zlib(rest));
        });
  }

  private void proto(byte[] input) {
    try {
      List<Span> spans = OtlpProto.decode(input, LIMITS);
      List<Span> again = OtlpProto.decode(OtlpProto.encodeInOrder(spans), LIMITS);
      FuzzTarget.check(spans.equals(again), "written and read again it is another");
    } catch (DecodeException e) {
      FuzzTarget.check(e.getMessage() != null, "no message");
    }
  }

  private void json(byte[] input) {
    try {
      OtlpJson.decode(input, LIMITS);
    } catch (DecodeException e) {
      FuzzTarget.check(e.getMessage() != null && e.getMessage().length() < 2000, "message");
    }
  }

  private void ofFormat(WireFormat format, byte[] input) {
    format.matches(ByteSlice.of(input), LIMITS);
    try {
      ByteSlice otlp = format.toOtlp(ByteSlice.of(input), LIMITS);
      new OtlpValidator(LIMITS).validate(otlp);
    } catch (DecodeException e) {
      FuzzTarget.check(e.getMessage() != null, "no message");
    }
    try {
      new RecordDecoder(LIMITS, format).decode(input);
    } catch (DecodeException e) {
      FuzzTarget.check(e.getMessage() != null, "no message");
    }
  }

  /** As a damaged block, and as the content of one that is whole. */
  private void block(byte[] input) {
    for (byte[] content : List.of(input, Zstd.compress(input))) {
      TraceAssembler assembler = new TraceAssembler(TraceFilter.all(), 100, codec);
      try {
        assembler.add(KEY, content);
        assembler.traces();
      } catch (CorruptBlockException e) {
        FuzzTarget.check(e.getMessage() != null, "no message");
      }
    }
  }

  private void redacted(byte[] input) throws DecodeException {
    ByteSlice valid;
    try {
      valid = new OtlpValidator(LIMITS).validate(ByteSlice.of(input));
    } catch (DecodeException e) {
      return;
    }
    ByteSlice left = redaction.apply(valid);
    FuzzTarget.check(
        new OtlpValidator(LIMITS).validate(left) == left, "what is left is not well-formed");
    FuzzTarget.check(redaction.apply(left).equals(left), "redacted twice it is another");
    List<Span> spans;
    try {
      spans = OtlpProto.decode(left, LIMITS);
    } catch (DecodeException e) {
      return; // an id of a wrong length, which redaction does not look at
    }
    for (Span span : spans) {
      FuzzTarget.check(span.name().isEmpty() || span.name().equals("****"), "a name is left");
      span.attributes()
          .forEach(
              each ->
                  FuzzTarget.check(
                      !(each.value() instanceof StringValue text)
                          || text.value().isEmpty()
                          || text.value().equals("****"),
                      "a value is left"));
    }
  }

  private static Redaction redaction() {
    String yaml =
        "redaction: {allow_all_keys: true, blocked_values: ['(?s).+'], mask_names_and_messages:"
            + " true, blocked_key_patterns: [a], actions: [{key: b, action: delete}]}\n"
            + "policies: []\n";
    try {
      return Redaction.of(PolicyFile.parse(yaml.getBytes(StandardCharsets.UTF_8)).redaction());
    } catch (PolicyFileException e) {
      throw new IllegalStateException(e);
    }
  }
}
