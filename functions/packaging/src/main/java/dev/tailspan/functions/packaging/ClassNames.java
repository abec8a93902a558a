package dev.tailspan.functions.packaging;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;

/**
 * The classes that a class names: in its code, its signatures, its annotations, and in its texts,
 * by which {@code Class.forName} may look them up. Rather too many than too few.
 */
final class ClassNames {
  private static final int UTF8 = 1;
  private static final Pattern NAME = Pattern.compile("[\\p{javaJavaIdentifierPart}/.]+");

  private ClassNames() {}

  /**
   * Finds them.
   *
   * @param known tells the names of classes, as in {@code java/lang/Object}
   */
  static Set<String> in(byte[] classFile, Predicate<String> known) throws IOException {
    ClassReader reader = new ClassReader(classFile);
    Set<String> found = new HashSet<>();
    for (int item = 1; item < reader.getItemCount(); item++) {
      int offset = reader.getItem(item);
      if (offset > 0 && classFile[offset - 1] == UTF8) {
        int length = classFile.length - offset;
        addNames(
            new DataInputStream(new ByteArrayInputStream(classFile, offset, length)).readUTF(),
            known,
            found);
      }
    }
    return found;
  }

  /** A name alone, or names in descriptors: {@code (Lcom/x/A;)V}. */
  static void addNames(String text, Predicate<String> known, Set<String> found) {
    Matcher names = NAME.matcher(text);
    while (names.find()) {
      String name = names.group().replace('.', '/');
      if (known.test(name)) {
        found.add(name);
      }
      // In a descriptor the name stands behind an L, which may follow letters of other types.
      for (int at = name.indexOf('L'); at >= 0; at = name.indexOf('L', at + 1)) {
        String behind = name.substring(at + 1);
        if (known.test(behind)) {
          found.add(behind);
        }
      }
    }
  }
}
