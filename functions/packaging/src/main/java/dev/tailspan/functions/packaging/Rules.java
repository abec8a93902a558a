package dev.tailspan.functions.packaging;

import java.util.List;
import java.util.regex.Pattern;

/** What is never needed in Lambda, and what is only needed where something reaches it. */
final class Rules {
  /**
   * Jars of which only those classes stay that something reaches, by the beginning of their names.
   * Only such as look for classes by whole names, if at all: Quarkus and what it wires together is
   * not among them.
   */
  private static final List<String> TRIMMED =
      List.of(
          "lib/com.amazonaws.aws-lambda-java-events",
          "lib/com.datadoghq.",
          "lib/com.fasterxml.jackson.datatype.",
          "lib/com.google.protobuf.",
          "lib/com.google.re2j.",
          "lib/dev.tailspan.",
          "lib/io.smallrye.reactive.mutiny",
          "lib/joda-time.",
          "lib/org.apache.hadoop.",
          "lib/org.apache.parquet.",
          "lib/org.jctools.",
          "lib/org.locationtech.",
          "lib/org.yaml.",
          "lib/software.amazon.");

  /** Classes whose names are put together at run time. */
  private static final List<Pattern> KEPT =
      List.of(
          // parquet: Packer looks its factories up, and those their byte order
          Pattern.compile("org/apache/parquet/column/values/bitpacking/.*"));

  /** Files that nothing reads in Lambda. */
  private static final List<Pattern> DROPPED =
      List.of(
          Pattern.compile("META-INF/maven/.*"),
          Pattern.compile("META-INF/(INDEX\\.LIST|jandex\\.idx|native-image/.*)"),
          Pattern.compile("META-INF/[^/]+\\.(SF|DSA|RSA|EC)"), // signatures of the whole jar
          Pattern.compile("META-INF/(quarkus-config-doc/.*|quarkus-javadoc\\.properties)"),
          Pattern.compile("META-INF/template-html-builder\\.css"), // of Quarkus' error page
          Pattern.compile("(META-INF/versions/\\d+/)?module-info\\.class"),
          Pattern.compile(".*\\.(proto|xsd)"),
          // hadoop: the pages of its servers
          Pattern.compile("webapps/.*"),
          // zstd: Lambda is Linux on two processors
          Pattern.compile("(aix|darwin|freebsd|win)/.*"),
          Pattern.compile("linux/(?!amd64/|aarch64/).*\\.so"));

  /** Text files that name a class a line. */
  private static final Pattern LISTS =
      Pattern.compile("META-INF/services/.*|.*/execution\\.interceptors");

  private Rules() {}

  static boolean trimmed(String jar) {
    return TRIMMED.stream().anyMatch(jar::startsWith);
  }

  /** Whether the names of variables stay, for messages about null. */
  static boolean ours(String jar) {
    return jar.isEmpty() || jar.startsWith("lib/dev.tailspan.");
  }

  static boolean keptByName(String className) {
    return KEPT.stream().anyMatch(pattern -> pattern.matcher(className).matches());
  }

  static boolean dropped(String file) {
    return DROPPED.stream().anyMatch(pattern -> pattern.matcher(file).matches());
  }

  static boolean namesClasses(String file) {
    return LISTS.matcher(file).matches();
  }
}
