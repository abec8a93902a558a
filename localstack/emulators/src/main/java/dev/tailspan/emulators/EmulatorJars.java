package dev.tailspan.emulators;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Where the build put the jars of the emulators: folders {@code dynamodb-local}, {@code s3proxy}
 * and {@code ric} in the directory that the system property {@code tailspan.emulators.dir} names,
 * or else in this module's {@code target}.
 */
public final class EmulatorJars {

  static final String DIRECTORY_PROPERTY = "tailspan.emulators.dir";

  private EmulatorJars() {}

  /** The class path of the Lambda runtime interface client, without the function's own. */
  public static String runtimeInterfaceClient() {
    return classPath("ric");
  }

  static String dynamoDbLocal() {
    return classPath("dynamodb-local");
  }

  static String s3Proxy() {
    return classPath("s3proxy");
  }

  /** This module's own classes: {@code target/classes} in a running build, the jar after it. */
  static Path ownClasses() {
    try {
      return Path.of(
          EmulatorJars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the emulators' classes have no file location", e);
    }
  }

  private static String classPath(String folder) {
    String configured = System.getProperty(DIRECTORY_PROPERTY);
    Path directory =
        (configured == null ? besideOwnClasses() : Path.of(configured)).resolve(folder);
    String jars = jarsIn(directory);
    if (jars.isEmpty()) {
      throw new IllegalStateException(
          "no jars in " + directory + ": build localstack/emulators or set " + DIRECTORY_PROPERTY);
    }
    return jars;
  }

  private static Path besideOwnClasses() {
    Path parent = ownClasses().toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalStateException("set " + DIRECTORY_PROPERTY);
    }
    return parent;
  }

  /** Named one by one and sorted: the order of {@code dir/*} differs from machine to machine. */
  private static String jarsIn(Path directory) {
    if (!Files.isDirectory(directory)) {
      return "";
    }
    try (var files = Files.list(directory)) {
      return files
          .map(Path::toString)
          .filter(name -> name.endsWith(".jar"))
          .sorted()
          .collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new IllegalStateException("cannot list " + directory, e);
    }
  }
}
