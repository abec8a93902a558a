package dev.tailspan.emulators;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A Java process that never outlives this one: it is ended by {@link #close}, by this JVM's
 * shutdown, and by itself when this JVM is killed.
 */
public final class ChildJvm implements AutoCloseable {

  private static final int SECONDS_TO_END = 5;
  private static final Set<Process> LIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> LIVE.forEach(Process::destroyForcibly), "end-child-processes"));
  }

  private final String name;
  private final Process process;
  private final Path logFile;

  private ChildJvm(String name, Process process, Path logFile) {
    this.name = name;
    this.process = process;
    this.logFile = logFile;
  }

  /**
   * What to run.
   *
   * @param name how messages call it
   * @param classPath its own class path; the few classes of this package are put behind it
   * @param mainClass its binary name
   * @param jvmOptions heap bound and the like
   * @param environment variables added to the inherited ones
   * @param logFile standard output and error are appended here; its folder is made
   */
  public record Command(
      String name,
      String classPath,
      String mainClass,
      List<String> jvmOptions,
      List<String> arguments,
      Map<String, String> environment,
      Path logFile) {
    public Command {
      jvmOptions = List.copyOf(jvmOptions);
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }
  }

  /** Starts the process on the Java installation that runs this one, and does not wait for it. */
  public static ChildJvm start(Command command) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(command.jvmOptions);
    line.add("-cp");
    line.add(command.classPath + File.pathSeparator + EmulatorJars.ownClasses());
    line.add(ChildMain.class.getName());
    line.add(Long.toString(ProcessHandle.current().pid()));
    line.add(command.mainClass);
    line.addAll(command.arguments);
    var builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().putAll(command.environment);
    try {
      Files.createDirectories(command.logFile.toAbsolutePath().getParent());
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(command.logFile.toFile()));
      Process process = builder.start();
      LIVE.add(process);
      return new ChildJvm(command.name, process, command.logFile);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.name, e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** The exception to throw about this process, with the last lines it wrote. */
  public IllegalStateException failure(String what) {
    return new IllegalStateException(name + " " + what + "; " + logFile + " ends with:\n" + tail());
  }

  /**
   * Stops the process for a while (SIGSTOP, SIGCONT) and returns when it goes on. A shell wakes it,
   * so that it is not left stopped if this JVM is killed meanwhile.
   */
  public void pause(Duration pause) throws InterruptedException {
    String seconds = String.format(Locale.ROOT, "%.3f", pause.toMillis() / 1000.0);
    String script = "kill -STOP \"$0\" && sleep \"$1\"; kill -CONT \"$0\"";
    try {
      new ProcessBuilder("sh", "-c", script, Long.toString(process.pid()), seconds)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot pause " + name, e);
    }
  }

  /** Kills the process (SIGKILL) and returns when it has ended. */
  public void kill() {
    process.destroyForcibly();
    close();
  }

  /** Asks the process to end, forces it after five seconds, and returns when it has ended. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      LIVE.remove(process);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readString(logFile).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "(unreadable: " + e + ")";
    }
  }
}
