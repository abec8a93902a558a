package dev.tailspan.infra;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CDK runs in Node. Where there is none, what needs it is skipped. */
public final class NodeInstalled {
  private static final int LEAST = 20;
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL);

  private NodeInstalled() {}

  /** Skips the test, saying why, where Node is missing or too old. */
  static void assume() {
    Optional<String> missing = missing();
    assumeTrue(missing.isEmpty(), missing.orElse(""));
  }

  /** What is wrong; empty where a Node that will do is installed. */
  public static Optional<String> missing() {
    String version = version();
    return recent(version)
        ? Optional.empty()
        : Optional.of(
            "CDK needs Node %d or newer; 'node --version' says: %s".formatted(LEAST, version));
  }

  static boolean recent(String version) {
    Matcher matcher = VERSION.matcher(version);
    return matcher.matches() && Integer.parseInt(matcher.group(1)) >= LEAST;
  }

  private static String version() {
    try {
      Process node = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
      String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return node.waitFor(10, TimeUnit.SECONDS) ? said.strip() : "nothing";
    } catch (IOException e) {
      return "not found";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "nothing";
    }
  }
}
