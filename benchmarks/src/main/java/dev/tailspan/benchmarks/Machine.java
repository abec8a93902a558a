package dev.tailspan.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the figures are of. */
final class Machine {
  private Machine() {}

  /** Date, command, system, processors, Java, heap, and how much else ran when it began. */
  static Map<String, String> now(Options options) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    machine.put("command", command(options));
    machine.put("system", system.getName() + " " + system.getArch());
    machine.put("processors", Integer.toString(system.getAvailableProcessors()));
    machine.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    machine.put("heap MB", Long.toString(Runtime.getRuntime().maxMemory() >> 20));
    machine.put(
        "load average at the beginning",
        String.format(Locale.ROOT, "%.2f", system.getSystemLoadAverage()));
    return machine;
  }

  private static String command(Options options) {
    StringBuilder command = new StringBuilder("./tailspan bench");
    if (options.sections().size() < Bench.SECTIONS.size()) {
      options.sections().forEach(section -> command.append(' ').append(section.name()));
    }
    return command.append(options.quick() ? " --quick" : "").toString();
  }
}
