package dev.tailspan.stores.parquet;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A local file whose bytes are hashed as they are written. */
final class HashingOutputFile implements OutputFile {
  /** So many bytes of the SHA-256 go into a name. */
  private static final int HASH_BYTES = 8;

  private final Path path;
  private final MessageDigest digest;

  HashingOutputFile(Path path) {
    this.path = path;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** 16 hex digits of what was written; asked for once, when all is. */
  String contentHash() {
    return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return new Stream(new BufferedOutputStream(Files.newOutputStream(path), 1 << 16));
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  private final class Stream extends PositionOutputStream {
    private final OutputStream out;
    private long position;

    private Stream(OutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      digest.update((byte) b);
      position++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      digest.update(bytes, from, length);
      position += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
