package dev.tailspan.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailspan.local.stack.StackState;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up} as a process of its own, as the script runs it. */
class UpTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int SECONDS = 120;

  @TempDir Path home;
  private Process process;

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private void up(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Dtailspan.root=" + ROOT, "-Dtailspan.home=" + home));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.add("up");
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectError(home.resolve("errors").toFile()).start();
  }

  private String errors() throws Exception {
    return Files.readString(home.resolve("errors"));
  }

  private List<Path> filesOf(String pattern) throws Exception {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(file -> home.relativize(file).toString().matches(pattern)).toList();
    }
  }

  @Test
  void onceLeavesNothingRunningAndNothingOnTheDisk() throws Exception {
    assumeBuilt();
    up("--once", "--no-traffic", "--otlp-port", "0", "--http-port", "0");
    Set<ProcessHandle> children = new HashSet<>();
    List<Integer> ports = new ArrayList<>();
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        process.descendants().forEach(children::add);
        if (line.matches(".* http://127.0.0.1:[0-9]+")) {
          ports.add(Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)));
        }
      }
    }
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(errors()).isZero();
    assertThat(children).hasSize(6).noneMatch(ProcessHandle::isAlive);
    assertThat(ports).hasSize(5).noneMatch(UpTest::isOpen);
    assertThat(StackState.running(home)).isEmpty();
    assertThat(filesOf("run-.*|stacks/.*")).isEmpty();
  }

  @Test
  void aKilledLauncherLeavesNoProcessBehind() throws Exception {
    assumeBuilt();
    up("--no-traffic", "--otlp-port", "0", "--http-port", "0");
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      while (!String.valueOf(out.readLine()).startsWith("Up until Ctrl-C")) {
        assertThat(process.isAlive()).as(errors()).isTrue();
      }
    }
    List<ProcessHandle> children = process.descendants().toList();
    assertThat(children).hasSize(6);
    process.destroyForcibly();
    for (ProcessHandle child : children) {
      child.onExit().get(SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void aBusyPortIsOneLineThatSaysWhatToDoAndNothingWasStarted() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(busy.getLocalPort());
      up("--once", "--otlp-port", "0", "--http-port", port);
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(Main.FAILED);
      assertThat(errors())
          .hasLineCount(1)
          .startsWith("tailspan: port " + port + " (query API) is busy: ")
          .contains("--http-port PORT");
      assertThat(filesOf("run-.*|stacks/.*")).isEmpty();
    }
  }

  private static void assumeBuilt() {
    Path zip = ROOT.resolve("functions/collect/target/function.zip");
    assumeTrue(Files.isRegularFile(zip), zip + " is not built: './mvnw verify' builds it");
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
