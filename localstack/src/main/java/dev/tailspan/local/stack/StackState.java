package dev.tailspan.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What other processes need to know of a running stack, one file per stack in {@code
 * <home>/stacks}, named by process id.
 *
 * @param startedAtMillis when the process started: a process id alone may be somebody else's by now
 * @param data where it keeps everything
 */
public record StackState(long pid, long startedAtMillis, Endpoints endpoints, Path data) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** When this very process started, epoch milliseconds; 0 where the system does not tell. */
  static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
  }

  /** Makes the stack known. */
  void write(Path home) {
    ObjectNode node = JSON.createObjectNode();
    node.put("pid", pid).put("startedAtMillis", startedAtMillis).put("data", data.toString());
    endpoints.byName().forEach((name, uri) -> node.put(name, uri.toString()));
    Path file = file(home, pid);
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(directory(home));
      Files.write(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node));
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Forgets the stack of that process. */
  static void remove(Path home, long pid) {
    try {
      Files.deleteIfExists(file(home, pid));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file(home, pid), e);
    }
  }

  /** All stacks that run; files of those that were killed are removed on the way. */
  public static List<StackState> running(Path home) {
    if (!Files.isDirectory(directory(home))) {
      return List.of();
    }
    List<StackState> running = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory(home))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        StackState state = read(file);
        if (state.process().isPresent()) {
          running.add(state);
        } else {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory(home), e);
    }
    return running;
  }

  /** The launcher's process, if it still runs. */
  public Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startOf(process) == startedAtMillis);
  }

  public Path logs() {
    return LocalStack.logs(data);
  }

  private static StackState read(Path file) throws IOException {
    JsonNode node = JSON.readTree(Files.readAllBytes(file));
    return new StackState(
        node.path("pid").asLong(),
        node.path("startedAtMillis").asLong(),
        Endpoints.of(name -> URI.create(node.path(name).asText())),
        Path.of(node.path("data").asText()));
  }

  private static Path directory(Path home) {
    return home.resolve("stacks");
  }

  private static Path file(Path home, long pid) {
    return directory(home).resolve(pid + ".json");
  }
}
