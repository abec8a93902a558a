package dev.tailspan.emulators;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * S3Proxy as a child process: S3 without authorization, path-style addresses, objects as plain
 * files {@code dataDir/bucket/key}. It knows no life-cycle rules and echoes no CRC32C.
 */
public final class S3Proxy implements AutoCloseable {

  private final HttpChild child;

  private S3Proxy(HttpChild child) {
    this.child = child;
  }

  /**
   * Starts it and returns when it answers.
   *
   * @param port where to listen on 127.0.0.1, 0 for a free port
   * @param dataDir the folder that keeps the objects, made if missing; null keeps them in memory
   * @param logFile what the process prints is appended here; its settings are written beside it
   * @throws IllegalStateException when it does not come up, with the end of the log
   */
  public static S3Proxy start(int port, @Nullable Path dataDir, Path logFile) {
    URI endpoint = HttpChild.loopback(HttpChild.claim(port));
    Path settings = Path.of(logFile + ".properties");
    write(settings(endpoint, dataDir), settings);
    var command =
        new ChildJvm.Command(
            "S3Proxy",
            EmulatorJars.s3Proxy(),
            "org.gaul.s3proxy.Main",
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            List.of("--properties", settings.toString()),
            Map.of(),
            logFile);
    return new S3Proxy(HttpChild.start(command, endpoint));
  }

  public URI endpoint() {
    return child.endpoint();
  }

  public ProcessHandle handle() {
    return child.handle();
  }

  @Override
  public void close() {
    child.close();
  }

  private static Properties settings(URI endpoint, @Nullable Path dataDir) {
    var settings = new Properties();
    settings.setProperty("s3proxy.endpoint", endpoint.toString());
    settings.setProperty("s3proxy.authorization", "none");
    settings.setProperty("s3proxy.ignore-unknown-headers", "true");
    if (dataDir == null) {
      settings.setProperty("jclouds.provider", "transient-nio2");
    } else {
      settings.setProperty("jclouds.provider", "filesystem-nio2");
      settings.setProperty("jclouds.filesystem.basedir", dataDir.toAbsolutePath().toString());
    }
    return settings;
  }

  private static void write(Properties settings, Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      String directory = settings.getProperty("jclouds.filesystem.basedir");
      if (directory != null) {
        Files.createDirectories(Path.of(directory));
      }
      try (var out = Files.newOutputStream(file)) {
        settings.store(out, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare S3Proxy's " + file, e);
    }
  }
}
