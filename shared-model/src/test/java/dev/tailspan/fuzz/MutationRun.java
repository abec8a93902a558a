package dev.tailspan.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process that runs many inputs made by {@link Mutator} from the seeds and from what Jazzer has
 * found worth keeping. Ends with status 77 at the first finding, with 70 when an input takes too
 * long.
 */
public final class MutationRun {
  private static volatile byte[] current = {};
  private static volatile long startedNanos;

  private MutationRun() {}

  /** Arguments: the folder of the corpus, how many inputs, seconds an input may take, a seed. */
  public static void main(String[] arguments) throws Exception {
    JazzerEntry.fuzzerInitialize();
    List<byte[]> inputs = corpus(Path.of(arguments[0]));
    long count = Long.parseLong(arguments[1]);
    watch(Long.parseLong(arguments[2]));
    Mutator mutator = new Mutator(Long.parseLong(arguments[3]));
    for (long i = 0; i < count; i++) {
      byte[] input = mutator.next(inputs);
      startedNanos = System.nanoTime();
      current = input;
      try {
        JazzerEntry.fuzzerTestOneInput(input);
      } catch (Exception | Error e) {
        System.err.println("FOUND " + HexFormat.of().formatHex(input));
        e.printStackTrace();
        Runtime.getRuntime().halt(77);
      }
    }
    JazzerEntry.fuzzerTearDown();
    Runtime.getRuntime().halt(0);
  }

  private static List<byte[]> corpus(Path folder) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().limit(2_000).toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    }
    return inputs;
  }

  private static void watch(long seconds) {
    Thread watchdog =
        new Thread(
            () -> {
              byte[] seen = current;
              while (true) {
                try {
                  Thread.sleep(500);
                } catch (InterruptedException e) {
                  return;
                }
                boolean same = seen == current;
                seen = current;
                if (same && System.nanoTime() - startedNanos > seconds * 1_000_000_000L) {
                  System.err.println("HANG " + HexFormat.of().formatHex(seen));
                  Runtime.getRuntime().halt(70);
                }
              }
            });
    watchdog.setDaemon(true);
    watchdog.start();
  }
}
