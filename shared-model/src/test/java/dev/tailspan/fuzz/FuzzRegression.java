package dev.tailspan.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every seed, every input that ever found something ({@code fuzz/TARGET.hex} in the test resources,
 * a line each) and some thousand changed ones, always the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FuzzRegression {
  private static final int INPUTS = Integer.getInteger("tailspan.fuzz.inputs", 1_000);

  private final FuzzTargets targets;

  protected FuzzRegression(FuzzTargets targets) {
    this.targets = targets;
  }

  Stream<FuzzTarget> targets() {
    return targets.all().stream();
  }

  @ParameterizedTest
  @MethodSource("targets")
  @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void onlyWhatIsDocumentedIsThrown(FuzzTarget target) {
    List<byte[]> inputs = new ArrayList<>(target.seeds());
    inputs.addAll(found(target.name()));
    inputs.add(new byte[0]);
    inputs.forEach(input -> run(target, input));
    Mutator mutator = new Mutator(target.name().hashCode());
    for (int i = 0; i < INPUTS; i++) {
      run(target, mutator.next(inputs));
    }
  }

  private static void run(FuzzTarget target, byte[] input) {
    try {
      target.body().run(input);
    } catch (Exception | Error e) {
      throw new AssertionError(target + " fails on " + HexFormat.of().formatHex(input), e);
    }
  }

  /** What was found before. */
  static List<byte[]> found(String target) {
    try (InputStream in = FuzzRegression.class.getResourceAsStream("/fuzz/" + target + ".hex")) {
      String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> HexFormat.of().parseHex(line.strip()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
