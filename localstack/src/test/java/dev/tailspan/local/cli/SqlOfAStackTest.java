package dev.tailspan.local.cli;

import static dev.tailspan.local.cli.Commands.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tailspan.local.cli.Commands.Outcome;
import dev.tailspan.local.stack.LocalStack;
import dev.tailspan.local.stack.StackSettings;
import dev.tailspan.local.traffic.OtlpHttpSender;
import dev.tailspan.model.Span;
import dev.tailspan.model.TestTraces;
import dev.tailspan.policy.PolicyReading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sql} while a stack runs and after it has ended. */
class SqlOfAStackTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String HOME = "tailspan.home";
  private static final String ALL =
      "tail_sampling: {decision_wait: 1s, policies: [{name: all, type: always_sample}]}";
  private static final int SECONDS = 90;

  @TempDir Path home;
  @TempDir Path data;

  @BeforeEach
  void choose() {
    Path zip = ROOT.resolve("functions/collect/target/function.zip");
    assumeTrue(Files.isRegularFile(zip), zip + " is not built: './mvnw verify' builds it");
    System.setProperty(HOME, home.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(HOME);
  }

  @Test
  void whatWasKeptIsAskedOfTheRunningStackAndOfTheOneThatHasEnded() throws Exception {
    List<Span> spans = Stream.of(1, 2, 3).flatMap(n -> TestTraces.trace(n, 4).stream()).toList();
    String counted = "SELECT count(DISTINCT TraceId) AS traces, count(*) AS spans FROM traces";
    StackSettings settings =
        StackSettings.in(ROOT, data)
            .withPolicy(Optional.of(ALL.getBytes(StandardCharsets.UTF_8)), PolicyReading.DEFAULT);
    try (LocalStack stack = LocalStack.start(settings, (what, detail) -> {})) {
      stack.announce(home);
      new OtlpHttpSender(stack.endpoints().otlp()).send(spans);
      long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
      Outcome outcome = run("sql", "--csv", counted);
      while (!outcome.out().endsWith("\n3,12\n") && System.nanoTime() < deadline) {
        Thread.sleep(200);
        outcome = run("sql", "--csv", counted);
      }
      assertThat(outcome).isEqualTo(new Outcome(Main.DONE, "traces,spans\n3,12\n", ""));
    }
    assertThat(run("sql", "--csv", counted).err()).startsWith("tailspan: no stack is running");
    assertThat(run("sql", "--csv", "--data", data, counted).out()).endsWith("\n3,12\n");
    assertThat(run("sql", "--data", data, "--query", "true-counts").status()).isZero();
  }
}
