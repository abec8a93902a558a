package dev.tailspan.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.policy.FeatureGates;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.policy.PolicyReading;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as it is kept: the file's bytes and, in a comment line before them, how they were read
 * when it was pinned. Whoever reads it, by whatever settings, reads the same. The line is left out
 * where it would say nothing, so that a kept file is mostly the file itself.
 */
record KeptPolicy(PolicyReading reading, byte[] yaml) {
  private static final byte[] MARK = "# tailspan read this file with".getBytes(UTF_8);
  private static final Pattern LINE =
      Pattern.compile("(?: processor=(\\S+))?(?: feature-gates=(\\S+))?");

  byte[] encode() {
    // A file that begins with such a line of its own gets another in front, to be taken off again.
    if (reading.equals(PolicyReading.DEFAULT) && !isMarked(yaml)) {
      return yaml;
    }
    String line =
        reading.processor().map(name -> " processor=" + name).orElse("")
            + (reading.gates().names().isEmpty()
                ? ""
                : " feature-gates=" + String.join(",", reading.gates().names()))
            + "\n";
    byte[] rest = line.getBytes(UTF_8);
    byte[] all = Arrays.copyOf(MARK, MARK.length + rest.length + yaml.length);
    System.arraycopy(rest, 0, all, MARK.length, rest.length);
    System.arraycopy(yaml, 0, all, MARK.length + rest.length, yaml.length);
    return all;
  }

  /**
   * @throws IllegalArgumentException when the line in front is damaged
   */
  static KeptPolicy decode(byte[] kept) {
    if (!isMarked(kept)) {
      return new KeptPolicy(PolicyReading.DEFAULT, kept);
    }
    int end = MARK.length;
    while (end < kept.length && kept[end] != '\n') {
      end++;
    }
    Matcher line = LINE.matcher(new String(kept, MARK.length, end - MARK.length, UTF_8));
    if (end == kept.length || !line.matches()) {
      throw new IllegalArgumentException("its first line does not say how it was read");
    }
    PolicyReading reading =
        new PolicyReading(
            Optional.ofNullable(line.group(1)),
            line.group(2) == null ? FeatureGates.DEFAULT : FeatureGates.parse(line.group(2)));
    return new KeptPolicy(reading, Arrays.copyOfRange(kept, end + 1, kept.length));
  }

  /**
   * Reads it as it was read when it was pinned.
   *
   * @throws PolicyFileException when it is damaged
   */
  PolicyFile read() throws PolicyFileException {
    return reading.read(yaml);
  }

  private static boolean isMarked(byte[] bytes) {
    return bytes.length >= MARK.length
        && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
  }
}
