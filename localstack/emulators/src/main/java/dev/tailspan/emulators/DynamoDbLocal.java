package dev.tailspan.emulators;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * DynamoDB Local as a child process of about 160 MB: any credentials, one data base for all of them
 * and for all regions. It removes expired items about every ten seconds and listens on every
 * interface; it has no option for one address.
 */
public final class DynamoDbLocal implements AutoCloseable {

  private final HttpChild child;

  private DynamoDbLocal(HttpChild child) {
    this.child = child;
  }

  /**
   * Starts it and returns when it answers.
   *
   * @param port where to listen, 0 for a free port
   * @param dataDir the folder that keeps the tables, made if missing; null keeps them in memory
   * @param logFile what the process prints is appended here
   * @throws IllegalStateException when it does not come up, with the end of the log
   */
  public static DynamoDbLocal start(int port, @Nullable Path dataDir, Path logFile) {
    int claimed = HttpChild.claim(port);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-port", Integer.toString(claimed)));
    arguments.addAll(List.of("-sharedDb", "-disableTelemetry"));
    if (dataDir == null) {
      arguments.add("-inMemory");
    } else {
      arguments.addAll(List.of("-dbPath", made(dataDir).toString()));
    }
    var command =
        new ChildJvm.Command(
            "DynamoDB Local",
            EmulatorJars.dynamoDbLocal(),
            "software.amazon.dynamodb.services.local.main.ServerRunner",
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            arguments,
            Map.of(),
            logFile);
    return new DynamoDbLocal(HttpChild.start(command, HttpChild.loopback(claimed)));
  }

  public URI endpoint() {
    return child.endpoint();
  }

  public ProcessHandle handle() {
    return child.handle();
  }

  /** Stops it for a while and returns when it goes on: requests wait meanwhile. */
  public void pause(Duration pause) throws InterruptedException {
    child.child().pause(pause);
  }

  /** Kills it, without the end that {@link #close} gives it. */
  public void kill() {
    child.child().kill();
  }

  @Override
  public void close() {
    child.close();
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory).toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the tables' folder " + directory, e);
    }
  }
}
