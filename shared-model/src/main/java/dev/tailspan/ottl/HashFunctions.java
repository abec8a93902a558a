package dev.tailspan.ottl;

import dev.tailspan.block.Murmur3;
import dev.tailspan.ottl.Parameter.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hashes of texts, and encodings. */
final class HashFunctions {
  private static final Parameter TARGET = Parameter.of("Target", Kind.TEXT);
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private static final Map<String, Charset> CHARSETS =
      Map.of(
          "utf-8", StandardCharsets.UTF_8,
          "utf8", StandardCharsets.UTF_8,
          "", StandardCharsets.UTF_8,
          "ascii", StandardCharsets.UTF_8,
          "us-ascii", StandardCharsets.UTF_8,
          "utf-16", StandardCharsets.UTF_16LE,
          "utf16", StandardCharsets.UTF_16LE,
          "iso-8859-1", StandardCharsets.ISO_8859_1);

  static final List<Function> ALL =
      List.of(
          digest("MD5", "MD5"),
          digest("SHA1", "SHA-1"),
          digest("SHA256", "SHA-256"),
          digest("SHA512", "SHA-512"),
          Function.of("FNV", (a, at) -> fnv(Utf8Text.bytes(a.text(0, at))), TARGET),
          Function.of("Murmur3Hash", (a, at) -> murmur3(Utf8Text.bytes(a.text(0, at))), TARGET),
          Function.of(
              "Murmur3Hash128", (a, at) -> murmur3x128(Utf8Text.bytes(a.text(0, at))), TARGET),
          Function.of(
              "Base64Encode",
              (a, at) -> encode(a.text(0, at), a.has(1) ? a.text(1, at) : "base64"),
              TARGET,
              Parameter.optional("Variant", Kind.TEXT)),
          Function.made(
              "Decode",
              HashFunctions::decoding,
              Parameter.of("Target", Kind.ANY),
              Parameter.of("Encoding", Kind.TEXT)));

  private HashFunctions() {}

  private static Function digest(String name, String algorithm) {
    return Function.of(
        name,
        (a, at) -> {
          try {
            byte[] hash =
                MessageDigest.getInstance(algorithm).digest(Utf8Text.bytes(a.text(0, at)));
            return HexFormat.of().formatHex(hash);
          } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
          }
        },
        TARGET);
  }

  /** FNV-1a of 64 bits. */
  private static Long fnv(byte[] bytes) {
    long hash = FNV_OFFSET;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }

  /** MurmurHash3_x86_32, its bytes from the lowest in hex. */
  private static String murmur3(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int hash = 0;
    while (in.remaining() >= Integer.BYTES) {
      hash = Integer.rotateLeft(hash ^ mixed(in.getInt()), 13) * 5 + 0xe6546b64;
    }
    int tail = 0;
    for (int shift = 0; in.hasRemaining(); shift += 8) {
      tail |= (in.get() & 0xff) << shift;
    }
    hash ^= mixed(tail) ^ bytes.length;
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return HexFormat.of().toHexDigits(Integer.reverseBytes(hash ^ hash >>> 16));
  }

  /** As with the smaller one, the two halves begin with their lowest bytes. */
  private static String murmur3x128(byte[] bytes) {
    ByteBuffer halves =
        ByteBuffer.wrap(HexFormat.of().parseHex(Murmur3.hex128(bytes, 0, bytes.length)));
    byte[] swapped =
        ByteBuffer.allocate(halves.capacity())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(halves.getLong())
            .putLong(halves.getLong())
            .array();
    return HexFormat.of().formatHex(swapped);
  }

  private static int mixed(int block) {
    return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
  }

  private static String encode(String text, String variant) throws OttlEvaluationException {
    byte[] bytes = Utf8Text.bytes(text);
    return switch (variant) {
      case "base64" -> Base64.getEncoder().encodeToString(bytes);
      case "base64-raw" -> Base64.getEncoder().withoutPadding().encodeToString(bytes);
      case "base64-url" -> Base64.getUrlEncoder().encodeToString(bytes);
      case "base64-raw-url" -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      default -> throw new OttlEvaluationException("there is no base64 variant " + variant);
    };
  }

  private static Function.Body decoding(Arguments a) throws OttlSyntaxException {
    String encoding = a.literalText(1);
    if (encoding != null && !encoding.startsWith("base64") && charset(encoding) == null) {
      throw a.wrong(1, "The encoding " + encoding + " is not supported here.");
    }
    return at -> decoded(a.any(0, at), a.text(1, at));
  }

  private static @Nullable Charset charset(String name) {
    return CHARSETS.get(name.toLowerCase(Locale.ROOT));
  }

  private static String decoded(@Nullable Object value, String encoding)
      throws OttlEvaluationException {
    byte[] bytes = value instanceof byte[] given ? given : Utf8Text.bytes(Convert.text(value));
    Charset charset = charset(encoding);
    if (charset != null) {
      return new String(bytes, charset);
    }
    String text = Utf8Text.latin(Utf8Text.of(bytes)).replaceAll("[\r\n]", "");
    boolean raw = encoding.contains("-raw");
    boolean padded = text.length() % 4 == 0;
    try {
      if (raw ? text.contains("=") : !padded) {
        throw new OttlEvaluationException("the base64 is padded wrongly");
      }
      return Utf8Text.of(decoder(encoding).decode(text));
    } catch (IllegalArgumentException e) {
      throw new OttlEvaluationException("this is no base64");
    }
  }

  private static Base64.Decoder decoder(String encoding) throws OttlEvaluationException {
    return switch (encoding) {
      case "base64", "base64-raw" -> Base64.getDecoder();
      case "base64-url", "base64-raw-url" -> Base64.getUrlDecoder();
      default -> throw new OttlEvaluationException("there is no encoding " + encoding);
    };
  }
}
