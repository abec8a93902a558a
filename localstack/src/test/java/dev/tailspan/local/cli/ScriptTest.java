package dev.tailspan.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script in the root, with Javas that only say their version. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a bash script")
class ScriptTest {
  private static final Path SCRIPT = Path.of("..", "tailspan").toAbsolutePath().normalize();

  @TempDir Path javaHome;

  private record Outcome(int status, String errors) {}

  private Outcome run() throws Exception {
    Path errors = javaHome.resolve("errors");
    ProcessBuilder builder = new ProcessBuilder("bash", SCRIPT.toString(), "help");
    builder.environment().put("JAVA_HOME", javaHome.toString());
    builder.redirectError(errors.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), Files.readString(errors));
  }

  private void javaSays(String line) throws Exception {
    Path java = Files.createDirectories(javaHome.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho '" + line + "' >&2\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1.8.0_402, 8", "11.0.22, 11", "16, 16", "9-ea, 9"})
  void aTooOldJavaIsOneLineThatSaysWhatToDo(String version, int major) throws Exception {
    javaSays("openjdk version \"" + version + "\" 2024-01-16");
    Outcome outcome = run();
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors())
        .isEqualTo(
            "tailspan: Java %d (%s/bin/java) is too old: install a JDK 17 or newer and set JAVA_HOME to it\n"
                .formatted(major, javaHome));
  }

  @ParameterizedTest
  @CsvSource({"17.0.15", "21", "25.0.1", "26-ea"})
  void aNewEnoughJavaIsTaken(String version) throws Exception {
    javaSays("openjdk version \"" + version + "\"");
    Outcome outcome = run();
    assertThat(outcome.status()).isZero();
    assertThat(outcome.errors()).doesNotContain("tailspan:");
  }

  @Test
  void aJavaHomeWithoutJavaIsNamed() throws Exception {
    Outcome outcome = run();
    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors())
        .startsWith("tailspan: JAVA_HOME is " + javaHome + ", but there is no bin/java in it")
        .hasLineCount(1);
  }
}
