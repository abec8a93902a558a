package dev.tailspan.local.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system says a process has in memory. */
final class ResidentMemory {
  private ResidentMemory() {}

  /**
   * Kilobytes, from {@code /proc} where there is one, else from {@code ps}; 0 for a process that is
   * gone.
   */
  static long kilobytes(ProcessHandle process) throws InterruptedException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try {
      if (Files.isReadable(status)) {
        return Files.readString(status)
            .lines()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> number(line.replace("kB", "")))
            .findFirst()
            .orElse(0);
      }
      Process ps =
          new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
      String said = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return ps.waitFor() == 0 ? number(said) : 0;
    } catch (IOException e) {
      return 0; // it ended just now
    }
  }

  private static long number(String text) {
    return Long.parseLong(text.replaceAll("[^0-9]", ""));
  }
}
