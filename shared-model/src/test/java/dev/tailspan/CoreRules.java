package dev.tailspan;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What holds between the packages of the core, for any root package so that it can be shown to
 * fail.
 */
final class CoreRules {

  /**
   * Each may use those before it; the use cases at the end may use all of these, not each other.
   */
  private static final List<String> LAYERS =
      List.of("model", "text", "wire", "redact", "block", "trace", "ottl", "policy", "storage");

  private static final List<String> USE_CASES = List.of("ingest", "decide", "lookup");

  /** Tries out the use cases, so it may use them; none of them may use it. */
  private static final String REPLAY = "replay";

  private static final Set<String> FORBIDDEN_CALLS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.Math.random",
          UUID.class.getName() + ".randomUUID",
          Date.class.getName() + ".<init>");

  private CoreRules() {}

  static ArchRule arrowsPointInwards(String root) {
    List<ArchRule> rules = new ArrayList<>();
    for (int i = 0; i < LAYERS.size(); i++) {
      List<String> outer = new ArrayList<>(LAYERS.subList(i + 1, LAYERS.size()));
      outer.addAll(USE_CASES);
      outer.add(REPLAY);
      rules.add(mayNotUse(root, LAYERS.get(i), outer));
    }
    for (String useCase : USE_CASES) {
      List<String> others = new ArrayList<>(USE_CASES);
      others.remove(useCase);
      others.add(REPLAY);
      rules.add(mayNotUse(root, useCase, others));
    }
    return CompositeArchRule.of(rules);
  }

  static ArchRule everyPackageHasItsPlace(String root) {
    List<String> known = new ArrayList<>(LAYERS);
    known.addAll(USE_CASES);
    known.add(REPLAY);
    return classes()
        .should()
        .resideInAnyPackage(under(root, known))
        .as("every package of the core stands in CoreRules, with its arrows")
        .allowEmptyShould(true);
  }

  static ArchRule memoryIsForTestsAndSimulation(String root) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root + ".storage.memory..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(root + ".storage.memory..")
        .allowEmptyShould(true);
  }

  static ArchRule noClockRandomOrEnvironment() {
    return CompositeArchRule.of(
            noClasses()
                .should()
                .accessTargetWhere(describe("the outer world", CoreRules::readsTheOuterWorld))
                .allowEmptyShould(true))
        .and(
            noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                    Random.class,
                    SecureRandom.class,
                    SplittableRandom.class,
                    ThreadLocalRandom.class)
                .allowEmptyShould(true))
        .as("clock, random source and environment are passed in");
  }

  static ArchRule noCloud() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "software.amazon..",
            "com.amazonaws..",
            "io.quarkus..",
            "org.apache.parquet..",
            "org.apache.hadoop..")
        .allowEmptyShould(true);
  }

  /** No address that stands in a span or a file is ever asked, and no XML is read. */
  static ArchRule noNetworkAndNoXml() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "java.nio.channels..", "javax.xml..", "org.xml..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(
            URL.class,
            URLConnection.class,
            Socket.class,
            InetAddress.class,
            InetSocketAddress.class)
        .as("the core asks no address and reads no XML")
        .allowEmptyShould(true);
  }

  private static boolean readsTheOuterWorld(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return FORBIDDEN_CALLS.contains(owner + "." + name)
        || owner.startsWith("java.time.") && name.equals("now")
        || owner.equals(Clock.class.getName()) && name.matches("system.*|tick.+");
  }

  private static ArchRule mayNotUse(String root, String inner, List<String> outer) {
    return noClasses()
        .that()
        .resideInAPackage(root + "." + inner + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(under(root, outer))
        .allowEmptyShould(true);
  }

  private static String[] under(String root, List<String> names) {
    return names.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
  }
}
