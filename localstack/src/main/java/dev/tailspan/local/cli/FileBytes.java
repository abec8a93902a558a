package dev.tailspan.local.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** What is in a file, before anybody knows what it is. */
final class FileBytes {
  private FileBytes() {}

  /**
   * The bytes of a file.
   *
   * @param file a path, or "-" for standard input
   * @throws CommandException when there is no such file
   */
  static byte[] of(String file) throws IOException {
    try {
      if (file.equals("-")) {
        return System.in.readAllBytes();
      }
      Path path = Path.of(file);
      if (Files.isDirectory(path)) {
        throw new CommandException(file + ": is a folder");
      }
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new CommandException(file + ": no such file");
    } catch (InvalidPathException e) {
      throw new CommandException(file + ": no name of a file");
    }
  }

  static byte[] gunzipped(byte[] bytes) throws IOException {
    boolean gzip = bytes.length > 2 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
    if (!gzip) {
      return bytes;
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  static boolean looksLikeJson(byte[] bytes) {
    for (byte b : bytes) {
      if (!JsonDocuments.isBlank(b)) {
        return b == '{' || b == '[';
      }
    }
    return false;
  }
}
