package dev.tailspan.local.lambda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A function's unpacked code, as it lies in /var/task.
 *
 * @param nativeOptions see {@link NativeLibrary}
 */
record FunctionCode(Path root, List<String> nativeOptions) {
  private static final String MARK = ".unpacked-from";

  /**
   * Unpacks the zip unless that very file was unpacked there before; a directory is taken as it is.
   *
   * @throws IOException when there is no such file, or it holds a path that leads out of it
   */
  static FunctionCode unpack(FunctionSpec spec) throws IOException {
    Path target = spec.directory().resolve("functions").resolve(spec.name()).toAbsolutePath();
    List<String> options =
        NativeLibrary.options(
            spec.runtimeClassPath(),
            spec.directory().resolve("functions").resolve(spec.name() + "-native"));
    Path code = spec.code();
    if (Files.isDirectory(code)) {
      return new FunctionCode(code, options);
    }
    String identity = code + " " + Files.size(code) + " " + Files.getLastModifiedTime(code);
    Path mark = target.resolve(MARK);
    if (!Files.exists(mark) || !Files.readString(mark).equals(identity)) {
      delete(target);
      extract(code, Files.createDirectories(target));
      Files.writeString(mark, identity, StandardCharsets.UTF_8);
    }
    return new FunctionCode(target, options);
  }

  /** Lambda's order: the root, then lib by name; then what this machine needs besides. */
  String classPath() throws IOException {
    return classPath(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  String classPath(String system, String processor) throws IOException {
    List<String> parts = new ArrayList<>(List.of(root.toString()));
    Path lib = root.resolve("lib");
    if (Files.isDirectory(lib)) {
      try (Stream<Path> jars = Files.list(lib)) {
        jars.map(Path::toString).filter(jar -> jar.endsWith(".jar")).sorted().forEach(parts::add);
      }
    }
    ZstdNatives.jarFor(system, processor).map(Path::toString).ifPresent(parts::add);
    return String.join(File.pathSeparator, parts);
  }

  private static void extract(Path zip, Path target) throws IOException {
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream in = new ZipInputStream(file)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException(zip + " holds a path that leads out of it: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(in, path);
        }
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
