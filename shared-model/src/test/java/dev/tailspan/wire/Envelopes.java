package dev.tailspan.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Envelopes as publishers make them, by other means than those that open them. */
public final class Envelopes {
  private Envelopes() {}

  public static byte[] gzip(byte[] bytes) {
    return written(GZIPOutputStream::new, bytes);
  }

  public static byte[] zlib(byte[] bytes) {
    return written(DeflaterOutputStream::new, bytes);
  }

  public static byte[] deflate(byte[] bytes) {
    return written(out -> new DeflaterOutputStream(out, new Deflater(6, true)), bytes);
  }

  /** Flushed but not closed, as the collector's exporter did before May 2024. */
  public static byte[] unclosedDeflate(byte[] bytes) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      DeflaterOutputStream stream = new DeflaterOutputStream(out, new Deflater(6, true), 512, true);
      stream.write(bytes);
      stream.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same as gzip: a header, no end. */
  public static byte[] unclosedGzip(byte[] bytes) {
    byte[] header = Arrays.copyOf(gzip(new byte[0]), 10);
    byte[] body = unclosedDeflate(bytes);
    return ByteString.copyFrom(header).concat(ByteString.copyFrom(body)).toByteArray();
  }

  /** Records aggregated as the Kinesis Producer Library does it. */
  public static byte[] aggregated(byte[]... records) {
    try {
      UnknownFieldSet.Builder message = UnknownFieldSet.newBuilder();
      message.mergeLengthDelimitedField(1, ByteString.copyFromUtf8("a partition key"));
      for (byte[] record : records) {
        UnknownFieldSet entry =
            UnknownFieldSet.newBuilder()
                .mergeVarintField(1, 0)
                .mergeLengthDelimitedField(3, ByteString.copyFrom(record))
                .build();
        message.mergeLengthDelimitedField(3, entry.toByteString());
      }
      byte[] body = message.build().toByteArray();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(new byte[] {(byte) 0xf3, (byte) 0x89, (byte) 0x9a, (byte) 0xc2});
      out.write(body);
      out.write(MessageDigest.getInstance("MD5").digest(body));
      return out.toByteArray();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** One length-delimited field. */
  public static byte[] field(int number, byte[]... contents) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      CodedOutputStream coded = CodedOutputStream.newInstance(out);
      ByteString content = ByteString.EMPTY;
      for (byte[] part : contents) {
        content = content.concat(ByteString.copyFrom(part));
      }
      coded.writeBytes(number, content);
      coded.flush();
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Wrapping {
    OutputStream around(OutputStream out) throws IOException;
  }

  private static byte[] written(Wrapping wrapping, byte[] bytes) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (OutputStream wrapped = wrapping.around(out)) {
        wrapped.write(bytes);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
