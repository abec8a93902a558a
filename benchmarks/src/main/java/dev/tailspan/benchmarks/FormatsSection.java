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
 * (JSON: reading it) and zstd level 3 over its spans as protobuf.
 */
final class FormatsSection {
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

  private FormatsSection() throws IOException {
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

  private void compare(Run run, String name, List<byte[]> records, Opening opening)
      throws Exception {
    String least = name + ": open and zstd";
    new SideBySide(run, run.choose(15, 60))
        .with(least, () -> openAndPack(records, opening))
        .with(name + ": ingest", () -> ingest(records))
        .measure(SPANS, least);
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

  static void measure(Run run) throws Exception {
    FormatsSection on = new FormatsSection();
    Opening unpack = on.decoder::decode;
    Opening readJson = record -> OtlpJson.decode(record, Limits.DEFAULT);
    on.compare(run, "protobuf", on.plain, unpack);
    on.compare(run, "gzip", all(on.plain, Envelopes::gzip), unpack);
    on.compare(run, "zlib", all(on.plain, Envelopes::zlib), unpack);
    on.compare(run, "deflate", all(on.plain, Envelopes::deflate), unpack);
    on.compare(run, "zstd", all(on.plain, bytes -> Zstd.compress(bytes, 3)), unpack);
    on.compare(run, "aggregated", all(on.plain, Envelopes::aggregated), unpack);
    on.compare(run, "JSON", on.json, readJson);
  }
}
