package dev.tailspan.simulation.cloud;

import java.util.Comparator;

/** Texts by their bytes in UTF-8, as DynamoDB and S3 order them; of Java's chars they are not. */
enum Utf8Order implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char one = a.charAt(i);
      char other = b.charAt(i);
      if (one != other) {
        return Character.isSurrogate(one) == Character.isSurrogate(other)
            ? Character.compare(one, other)
            : Boolean.compare(Character.isSurrogate(one), Character.isSurrogate(other));
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
