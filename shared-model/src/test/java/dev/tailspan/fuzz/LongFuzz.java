package dev.tailspan.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each target for {@code tailspan.fuzz.guided} inputs under Jazzer, then for {@code
 * tailspan.fuzz.mutated} made by {@link Mutator} from what that found worth keeping; a process
 * each. An input that takes longer than {@code tailspan.fuzz.timeout} seconds (20) counts as a
 * hang. What is found lies in {@code target/fuzz/TARGET}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class LongFuzz {
  private static final long GUIDED = Long.getLong("tailspan.fuzz.guided", 0);
  private static final long MUTATED = Long.getLong("tailspan.fuzz.mutated", 0);
  private static final String TIMEOUT = System.getProperty("tailspan.fuzz.timeout", "20");
  private static final String ONLY = System.getProperty("tailspan.fuzz.only", "");
  private static final long FLAT_KILOBYTES = 32 << 10;
  private static final Pattern REPORT = Pattern.compile("FUZZED (\\d+) inputs, heap (\\d+) KB");

  private final FuzzTargets targets;

  protected LongFuzz(FuzzTargets targets) {
    this.targets = targets;
  }

  Stream<FuzzTarget> targets() {
    return targets.all().stream().filter(target -> target.name().matches(ONLY + ".*"));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void nothingIsFound(FuzzTarget target) throws Exception {
    Assumptions.assumeTrue(GUIDED + MUTATED > 0, "runs for long, see docs/fuzzing.md");
    Path directory = Path.of("target", "fuzz", target.name()).toAbsolutePath();
    Path corpus = Files.createDirectories(directory.resolve("corpus"));
    List<byte[]> seeds = new ArrayList<>(target.seeds());
    seeds.addAll(FuzzRegression.found(target.name()));
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(corpus.resolve("seed-" + i), seeds.get(i));
    }
    if (GUIDED > 0) {
      run(
          target,
          "guided",
          "com.code_intelligence.jazzer.Jazzer",
          "--target_class=" + JazzerEntry.class.getName(),
          "--instrumentation_includes=dev.tailspan.**",
          "--custom_hook_includes=dev.tailspan.**",
          "--reproducer_path=" + directory,
          "-artifact_prefix=" + directory + "/",
          "-runs=" + GUIDED,
          "-timeout=" + TIMEOUT,
          "-rss_limit_mb=3000",
          "-max_len=8192",
          corpus.toString());
    }
    if (MUTATED > 0) {
      run(
          target,
          "mutated",
          MutationRun.class.getName(),
          corpus.toString(),
          Long.toString(MUTATED),
          TIMEOUT,
          "1");
    }
  }

  private void run(FuzzTarget target, String how, String main, String... arguments)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC"));
    command.add("-Dtailspan.fuzz.targets=" + targets.getClass().getName());
    command.add("-Dtailspan.fuzz.target=" + target.name());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main);
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<long[]> reports = new ArrayList<>();
    List<String> tail = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher report = REPORT.matcher(line);
        if (report.find()) {
          reports.add(
              new long[] {Long.parseLong(report.group(1)), Long.parseLong(report.group(2))});
          System.out.println("fuzz " + target + " " + how + ": " + line);
        } else {
          tail.add(line);
          tail.subList(0, Math.max(0, tail.size() - 60)).clear();
        }
      }
    }
    int status = process.waitFor();
    long[] first = reports.isEmpty() ? new long[2] : reports.get(0);
    long[] last = reports.isEmpty() ? new long[2] : reports.get(reports.size() - 1);
    System.out.printf(
        "fuzzed | %s | %s | %d inputs | %d s | heap %d to %d KB | %s%n",
        target,
        how,
        last[0],
        (System.nanoTime() - start) / 1_000_000_000,
        first[1],
        last[1],
        status == 0 ? "nothing found" : "status " + status);
    assertThat(status).as(String.join("\n", tail)).isZero();
    assertThat(last[1] - first[1]).as("growth of the heap, KB").isLessThan(FLAT_KILOBYTES);
  }
}
