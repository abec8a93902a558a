package dev.tailspan.stores.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** ZSTD on the JNI library alone: Parquet's own codec factory is built on Hadoop's. */
final class ZstdCodecs implements CompressionCodecFactory {
  static final int LEVEL = 3;

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return new Compressor();
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    if (codec != CompressionCodecName.ZSTD) {
      throw new IllegalArgumentException("archived files are compressed with ZSTD, not " + codec);
    }
    return new Decompressor();
  }

  @Override
  public void release() {}

  /** Keeps one native context for all pages of a writer. */
  static final class Compressor implements BytesInputCompressor {
    private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);

    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      return BytesInput.from(context.compress(bytes.toByteArray()));
    }

    @Override
    public CompressionCodecName getCodecName() {
      return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {
      context.close();
    }
  }

  private static final class Decompressor implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int uncompressedSize) throws IOException {
      byte[] raw = new byte[uncompressedSize];
      long size = Zstd.decompress(raw, bytes.toByteArray());
      if (Zstd.isError(size) || size != uncompressedSize) {
        throw new IOException("a page is not a zstd frame of " + uncompressedSize + " bytes");
      }
      return BytesInput.from(raw);
    }

    @Override
    public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int uncompressed)
        throws IOException {
      byte[] bytes = new byte[compressed];
      input.get(bytes);
      output.put(decompress(BytesInput.from(bytes), uncompressed).toByteArray());
    }

    @Override
    public void release() {}
  }
}
