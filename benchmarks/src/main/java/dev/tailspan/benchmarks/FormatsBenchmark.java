package dev.tailspan.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.tailspan.block.BatchCutter;
import dev.tailspan.block.BlockCodec;
import dev.tailspan.block.BlockSizes;
import dev.tailspan.block.Layout;
import dev.tailspan.model.Span;
import dev.tailspan.model.TestTraces;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Envelopes;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.RecordDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Ingest of each wire format and envelope, beside what it cannot do without: opening the record
 * (JSON: reading it) and zstd level 3 over its spans as protobuf. {@link #main} prints CPU time, in
 * turns.
 */
public final class FormatsBenchmark {
  private static final int REQUESTS = 10;
  private static final int TRACES_PER_REQUEST = 50;
  private static final int SPANS = REQUESTS * TRACES_PER_REQUEST * 10;
  private static final Layout LAYOUT = new Layout(8, 10_000);

  private final RecordDecoder decoder = new RecordDecoder(Limits.DEFAULT);
  private final BlockCodec codec = new BlockCodec();
  private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(3);
  private final List<byte[]> plain = new ArrayList<>();
  private final List<byte[]> json = new ArrayList<>();
  private final byte[] packed = new byte[1 << 20];

  private FormatsBenchmark() throws IOException {
    for (int i = 0; i < REQUESTS; i++) {
      List<Span> spans = TestTraces.traces(i * TRACES_PER_REQUEST, TRACES_PER_REQUEST);
      plain.add(OtlpProto.encode(spans));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (JsonGenerator out = new JsonFactory().createGenerator(bytes)) {
        OtlpJson.write(out, spans);
      }
      json.add(bytes.toByteArray());
    }
  }

  /** Opens a record. */
  private interface Opening {
    void open(byte[] record) throws DecodeException;
  }

  private void compare(String name, List<byte[]> records, Opening opening, int rounds)
      throws Exception {
    new SideBySide(rounds)
        .with(name + ": open and zstd", () -> openAndPack(records, opening))
        .with(name + ": ingest", () -> ingest(records))
        .run()
        .print(SPANS);
  }

  private long openAndPack(List<byte[]> records, Opening opening) throws DecodeException {
    long size = 0;
    for (int i = 0; i < records.size(); i++) {
      opening.open(records.get(i));
      byte[] spans = plain.get(i);
      size += zstd.compressByteArray(packed, 0, packed.length, spans, 0, spans.length);
    }
    return size;
  }

  private int ingest(List<byte[]> records) throws DecodeException {
    BatchCutter cutter =
        new BatchCutter(
            LAYOUT, Limits.DEFAULT, "shard-0", decoder::decode, codec, BlockSizes.DEFAULT);
    for (int i = 0; i < records.size(); i++) {
      cutter.add(Integer.toString(i), 5, records.get(i));
    }
    return cutter.cut().size();
  }

  private static List<byte[]> all(List<byte[]> records, UnaryOperator<byte[]> envelope) {
    return records.stream().map(envelope).toList();
  }

  /**
   * Prints CPU-seconds per million spans and ratios, format by format.
   *
   * @param args number of rounds, 60 if not given
   */
  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 60;
    FormatsBenchmark run = new FormatsBenchmark();
    Opening unpack = run.decoder::decode;
    Opening readJson = record -> OtlpJson.decode(record, Limits.DEFAULT);
    run.compare("protobuf", run.plain, unpack, rounds);
    run.compare("gzip", all(run.plain, Envelopes::gzip), unpack, rounds);
    run.compare("zlib", all(run.plain, Envelopes::zlib), unpack, rounds);
    run.compare("deflate", all(run.plain, Envelopes::deflate), unpack, rounds);
    run.compare("zstd", all(run.plain, bytes -> Zstd.compress(bytes, 3)), unpack, rounds);
    run.compare("aggregated", all(run.plain, Envelopes::aggregated), unpack, rounds);
    run.compare("JSON", run.json, readJson, rounds);
  }
}
