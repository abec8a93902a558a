package dev.tailspan.block;

import java.nio.charset.StandardCharsets;

/**
 * The name of an attribute, ready to be looked for in encoded spans. Make it once, use it often.
 */
public final class AttributeKey {
  private final String name;
  private final byte[] utf8;

  private AttributeKey(String name) {
    this.name = name;
    this.utf8 = name.getBytes(StandardCharsets.UTF_8);
  }

  public static AttributeKey of(String name) {
    return new AttributeKey(name);
  }

  public String name() {
    return name;
  }

  byte[] utf8() {
    return utf8;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof AttributeKey other && name.equals(other.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
