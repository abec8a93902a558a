package dev.tailspan.text;

import java.util.Collection;
import java.util.Iterator;

/** Cuts texts that came from outside to a length fit for a sentence. */
public final class Excerpt {
  private static final int LONGEST = 80;
  private static final int LONGEST_LIST = 200;

  private Excerpt() {}

  /** At most 80 characters, cut between code points, control characters as blanks. */
  public static String of(String text) {
    if (text.length() <= LONGEST && isPlain(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(LONGEST + 3);
    int end = Math.min(text.length(), LONGEST);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) ? ' ' : c);
    }
    return end < text.length() ? out.append("...").toString() : out.toString();
  }

  public static String quoted(String text) {
    return '"' + of(text) + '"';
  }

  /** Quoted, comma between, the tail of a long list left out. */
  public static String list(Collection<String> texts) {
    StringBuilder out = new StringBuilder();
    for (Iterator<String> i = texts.iterator(); i.hasNext(); ) {
      if (out.length() > LONGEST_LIST) {
        return out.append(", ...").toString();
      }
      out.append(out.length() == 0 ? "" : ", ").append(quoted(i.next()));
    }
    return out.toString();
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
