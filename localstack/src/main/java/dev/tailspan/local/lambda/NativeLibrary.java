package dev.tailspan.local.lambda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The native part of the runtime interface client, unpacked where each function has its own.
 *
 * <p>Left alone, every process writes it to {@code /tmp/.libaws-lambda-jni.so}, over the one that
 * other processes have mapped: two functions starting together die of SIGBUS.
 */
final class NativeLibrary {
  private static final String PROPERTY =
      "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

  private NativeLibrary() {}

  /**
   * Unpacks the library for this machine.
   *
   * @return the JVM options that make the client load it; none when the class path has none, as on
   *     systems that are not Linux
   */
  static List<String> options(String runtimeClassPath, Path directory) throws IOException {
    for (String jar : runtimeClassPath.split(File.pathSeparator, -1)) {
      if (!Files.isRegularFile(Path.of(jar))) {
        continue;
      }
      try (ZipFile zip = new ZipFile(jar)) {
        ZipEntry entry = zip.getEntry("jni/" + name());
        if (entry != null) {
          return List.of("-D" + PROPERTY + "=" + unpack(zip, entry, directory));
        }
      }
    }
    return List.of();
  }

  private static Path unpack(ZipFile zip, ZipEntry entry, Path directory) throws IOException {
    Files.createDirectories(directory);
    Path library = directory.resolve("runtime-client.so").toAbsolutePath();
    Path next = Files.createTempFile(directory, "runtime-client", ".next");
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, next, StandardCopyOption.REPLACE_EXISTING);
    }
    // A new file under the old name: a process of an earlier stack may still have the old one.
    return Files.move(next, library, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String name() {
    String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
    String loader = "/lib/ld-musl-" + arch.replace("aarch_64", "aarch64") + ".so.1";
    String system =
        !System.getProperty("os.name").equals("Linux")
            ? "other"
            : Files.exists(Path.of(loader)) ? "linux_musl" : "linux";
    return "libaws-lambda-jni.%s-%s.so".formatted(system, arch);
  }
}
