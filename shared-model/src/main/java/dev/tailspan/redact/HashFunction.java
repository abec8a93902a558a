package dev.tailspan.redact;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What stands in place of a text that shall still be told from others, in hex digits. */
public enum HashFunction {
  MD5("md5", "MD5", false),
  SHA1("sha1", "SHA-1", false),
  SHA256("sha256", "SHA-256", false),
  SHA3("sha3", "SHA3-256", false),
  HMAC_SHA256("hmac-sha256", "HmacSHA256", true),
  HMAC_SHA512("hmac-sha512", "HmacSHA512", true);

  private final String title;
  private final String algorithm;
  private final boolean keyed;

  HashFunction(String title, String algorithm, boolean keyed) {
    this.title = title;
    this.algorithm = algorithm;
    this.keyed = keyed;
  }

  /** The function of that name, as {@code hash_function} gives it. */
  public static Optional<HashFunction> named(String name) {
    return Arrays.stream(values()).filter(function -> function.title.equals(name)).findFirst();
  }

  /** All names. */
  public static List<String> names() {
    return Arrays.stream(values()).map(function -> function.title).toList();
  }

  /** Whether it wants a key. */
  public boolean isKeyed() {
    return keyed;
  }

  @Override
  public String toString() {
    return title;
  }

  /**
   * The digits of a text's UTF-8.
   *
   * @param key not looked at where none is wanted
   */
  String of(String text, byte[] key) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      if (!keyed) {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
      }
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return HexFormat.of().formatHex(mac.doFinal(bytes));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every Java has " + algorithm, e);
    }
  }
}
