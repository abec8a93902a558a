package dev.tailspan.functions.packaging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The files of a zip or jar by name; folders are left out.
 *
 * @param name of the jar inside the zip; empty for the zip's own files
 */
record Archive(String name, Map<String, byte[]> files) {
  /** The 1st of November 2026, as in the jars, so that the same sources make the same bytes. */
  private static final long TIME_MILLIS = 1_793_491_200_000L;

  static final String CLASS = ".class";

  static Archive read(String name, InputStream bytes) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          files.putIfAbsent(entry.getName(), in.readAllBytes());
        }
      }
    }
    return new Archive(name, files);
  }

  static Archive read(String name, byte[] bytes) throws IOException {
    return read(name, new ByteArrayInputStream(bytes));
  }

  /**
   * The class that a file holds, as in {@code java/lang/Object}; for those of a multi-release jar
   * without the version.
   */
  static String className(String file) {
    String name = file.substring(0, file.length() - CLASS.length());
    if (name.startsWith("META-INF/versions/")) {
      return name.substring(name.indexOf('/', "META-INF/versions/".length()) + 1);
    }
    return name;
  }

  /** As a zip; the manifest first, where readers of streams look for it. */
  byte[] toBytes(boolean packed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.setLevel(9);
      String manifest = "META-INF/MANIFEST.MF";
      byte[] first = files.get(manifest);
      if (first != null) {
        write(out, manifest, first, packed);
      }
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        if (!file.getKey().equals(manifest)) {
          write(out, file.getKey(), file.getValue(), packed);
        }
      }
    }
    return bytes.toByteArray();
  }

  private static void write(ZipOutputStream out, String name, byte[] content, boolean packed)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(TIME_MILLIS);
    if (!packed) {
      CRC32 crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
    }
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
