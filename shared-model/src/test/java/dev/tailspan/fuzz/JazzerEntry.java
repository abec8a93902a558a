package dev.tailspan.fuzz;

/**
 * What Jazzer calls with each input; reports the heap now and then, so that a leak shows. The
 * process is told by properties which target it runs.
 */
public final class JazzerEntry {
  private static final long EVERY = Long.getLong("tailspan.fuzz.report", 100_000);

  private static FuzzTarget.Body body;
  private static long inputs;

  private JazzerEntry() {}

  public static void fuzzerInitialize() throws ReflectiveOperationException {
    FuzzTargets targets =
        (FuzzTargets)
            Class.forName(System.getProperty("tailspan.fuzz.targets"))
                .getDeclaredConstructor()
                .newInstance();
    body = targets.named(System.getProperty("tailspan.fuzz.target")).body();
  }

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    body.run(input);
    if (++inputs % EVERY == 0) {
      report();
    }
  }

  public static void fuzzerTearDown() {
    report();
  }

  private static void report() {
    System.gc();
    long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    System.err.println("FUZZED " + inputs + " inputs, heap " + (used >> 10) + " KB");
  }
}
