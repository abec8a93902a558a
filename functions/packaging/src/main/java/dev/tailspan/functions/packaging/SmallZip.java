package dev.tailspan.functions.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes a function's zip small. Its jars are stored inside and packed by the zip alone: a jar packs
 * each class for itself, the zip a whole jar at once, and loading need not unpack.
 */
public final class SmallZip {
  private static final double MEGABYTE = 1e6;

  private SmallZip() {}

  /**
   * Rewrites the zip in place.
   *
   * @param arguments the zip, and how many megabytes (10^6 bytes) it may have afterwards
   * @throws IllegalStateException when it has more
   */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("Usage: SmallZip function.zip MEGABYTES");
    }
    Path zip = Path.of(arguments[0]);
    double limit = Double.parseDouble(arguments[1]);
    try {
      long before = Files.size(zip);
      long after = shrink(zip);
      String sizes =
          String.format(
              Locale.ROOT,
              "%s has %.1f MB, from %.1f",
              zip.getFileName(),
              after / MEGABYTE,
              before / MEGABYTE);
      System.out.println(sizes);
      if (after > limit * MEGABYTE) {
        throw new IllegalStateException(
            sizes + ", and may have " + limit + ": what was added, and is it needed in Lambda?");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(zip + " cannot be made small", e);
    }
  }

  /** Rewrites the zip in place and returns its new size in bytes. */
  static long shrink(Path zip) throws IOException {
    byte[] small = new Archive("", small(Archive.read("", Files.readAllBytes(zip)))).toBytes(true);
    Path next = Files.createTempFile(zip.toAbsolutePath().getParent(), "function", ".next");
    Files.write(next, small);
    Files.move(next, zip, StandardCopyOption.REPLACE_EXISTING);
    return small.length;
  }

  private static Map<String, byte[]> small(Archive zip) throws IOException {
    Map<String, byte[]> own = new TreeMap<>();
    List<Archive> jars = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : zip.files().entrySet()) {
      if (file.getKey().endsWith(".jar")) {
        jars.add(withoutDropped(Archive.read(file.getKey(), file.getValue())));
      } else {
        own.put(file.getKey(), file.getValue());
      }
    }
    Archive root = withoutDropped(new Archive("", own));
    List<Archive> all = new ArrayList<>(jars);
    all.add(root);
    Set<String> reachable = Reachable.in(all);
    Map<String, byte[]> files = new TreeMap<>(root.files());
    for (Archive jar : jars) {
      Archive trimmed = trimmed(jar, reachable);
      if (!trimmed.files().isEmpty()) {
        files.put(jar.name(), trimmed.toBytes(false));
      }
    }
    return files;
  }

  private static Archive withoutDropped(Archive archive) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : archive.files().entrySet()) {
      if (!Rules.dropped(file.getKey())) {
        files.put(
            file.getKey(),
            file.getKey().endsWith(Archive.CLASS) && !Rules.ours(archive.name())
                ? VariableNames.without(file.getValue())
                : file.getValue());
      }
    }
    return new Archive(archive.name(), files);
  }

  private static Archive trimmed(Archive jar, Set<String> reachable) {
    Map<String, byte[]> files = new TreeMap<>(jar.files());
    files
        .keySet()
        .removeIf(
            file -> file.endsWith(Archive.CLASS) && !reachable.contains(Archive.className(file)));
    boolean anyClass = files.keySet().stream().anyMatch(file -> file.endsWith(Archive.CLASS));
    boolean hadClass = jar.files().keySet().stream().anyMatch(file -> file.endsWith(Archive.CLASS));
    return new Archive(jar.name(), hadClass && !anyClass ? Map.of() : files);
  }
}
