package dev.tailspan.policy;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.redact.RedactionRules;
import dev.tailspan.trace.ServiceStats;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file of sampling policies in the language of the OpenTelemetry Collector's {@code
 * tail_sampling} processor (v0.165), and our own types. Immutable; {@link #decide} is a pure
 * function and may be called by any number of threads.
 *
 * <p>Taken are the block {@code tail_sampling:}, its contents alone, or a whole Collector
 * configuration with one such processor. What the processor refuses is refused, what would crash it
 * too, and what is not supported yet.
 */
public final class PolicyFile {
  private static final String DEFAULTS = "default-policies.yaml";

  private final String version;
  private final Optional<String> id;
  private final FeatureGates gates;
  private final ProcessorSettings settings;
  private final Processor processor;
  private final List<RedactionRules> redaction;
  private final Findings findings;

  PolicyFile(
      String version,
      Optional<String> id,
      FeatureGates gates,
      ProcessorSettings settings,
      List<RedactionRules> redaction,
      Findings findings) {
    this.version = version;
    this.id = id;
    this.gates = gates;
    this.settings = settings;
    this.processor = settings.processor();
    this.redaction = List.copyOf(redaction);
    this.findings = findings;
  }

  /**
   * Reads a file with one {@code tail_sampling} processor and no reference to an environment.
   *
   * @throws PolicyFileException with every mistake, when there is one
   */
  public static PolicyFile parse(byte[] yaml) throws PolicyFileException {
    return PolicyFileReader.read(yaml, null, null, FeatureGates.DEFAULT);
  }

  /**
   * Reads one processor of several.
   *
   * @param processor {@code tail_sampling/errors}, or {@code errors} alone
   * @throws PolicyFileException with every mistake, when there is one
   */
  public static PolicyFile parse(byte[] yaml, String processor) throws PolicyFileException {
    return PolicyFileReader.read(yaml, processor, null, FeatureGates.DEFAULT);
  }

  /**
   * Reads a file whose {@code ${env:NAME}} are to be replaced.
   *
   * @param processor as above; null where there is only one
   * @param environment the value of a name; empty where it is not set, which is a mistake
   * @throws PolicyFileException with every mistake, when there is one
   */
  public static PolicyFile parse(
      byte[] yaml, @Nullable String processor, Function<String, Optional<String>> environment)
      throws PolicyFileException {
    return PolicyFileReader.read(yaml, processor, environment, FeatureGates.DEFAULT);
  }

  /**
   * Reads a file as the Collector would with these feature gates.
   *
   * @param processor as above; null where there is only one
   * @param environment the value of a name; null where references are a mistake
   * @throws PolicyFileException with every mistake, when there is one
   */
  public static PolicyFile parse(
      byte[] yaml,
      @Nullable String processor,
      @Nullable Function<String, Optional<String>> environment,
      FeatureGates gates)
      throws PolicyFileException {
    return PolicyFileReader.read(yaml, processor, environment, gates);
  }

  /** What holds where no file was written: errors, slow traces, debug traces, 1 % of the rest. */
  public static PolicyFile defaults() {
    return defaults(FeatureGates.DEFAULT);
  }

  /** The same with these feature gates. */
  public static PolicyFile defaults(FeatureGates gates) {
    try {
      return parse(defaultYaml(), null, null, gates);
    } catch (PolicyFileException e) {
      throw new IllegalStateException("The default policies that came with this jar are broken", e);
    }
  }

  /** The text of the {@linkplain #defaults() defaults}. */
  public static byte[] defaultYaml() {
    try (InputStream in = PolicyFile.class.getResourceAsStream(DEFAULTS)) {
      if (in == null) {
        throw new IllegalStateException("This jar has no " + DEFAULTS);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The first 12 hex digits of the SHA-256 of the file's bytes (and of what replaced its
   * references, which of several processors was chosen and which gates are on, if so): the same
   * version, the same decisions.
   */
  public String version() {
    return version;
  }

  /** {@code tail_sampling/errors}: the processor that was read; empty where the file names none. */
  public Optional<String> processor() {
    return id;
  }

  /** The feature gates it was read with. */
  public FeatureGates gates() {
    return gates;
  }

  /** {@code decision_wait}: how long a trace must have been quiet; empty where it is not set. */
  public Optional<Duration> quiet() {
    return settings.quiet();
  }

  /**
   * {@code decision_wait_after_root_received}: how long after its root a trace is decided, if that
   * is earlier; empty where it is not set.
   */
  public Optional<Duration> afterRoot() {
    return settings.afterRoot();
  }

  /** Names of the policies, in the order of the file. */
  public List<String> policies() {
    return settings.names();
  }

  /**
   * The settings beside the policies as the file has them, in a fixed order; values as in {@link
   * PolicyOutline#settings}.
   */
  public Map<String, Object> settings() {
    return settings.beside();
  }

  /** The policies as the file has them, in its order. */
  public List<PolicyOutline> outlines() {
    return settings.outlines();
  }

  /** What is taken out of spans before they are staged, one set of rules after another. */
  public List<RedactionRules> redaction() {
    return redaction;
  }

  /** What means something its writer may not expect, in the order of the file. */
  public List<Finding> warnings() {
    return findings.warnings();
  }

  /** Settings that have nothing to do here, in the order of the file. */
  public List<Finding> notes() {
    return findings.notes();
  }

  /** Whether a round's decisions depend on what the traffic before it was like. */
  public boolean wantsBaseline() {
    return settings.wantsBaseline();
  }

  /** What this file's policies look up of statistics: a view that does not change with them. */
  public Baseline baseline(ServiceStats before) {
    return Baseline.of(before, settings.quantiles());
  }

  /** A new round of traces that are decided together. */
  public DecisionRound round(RoundContext context) {
    return new DecisionRound(processor, context);
  }

  /** How likely traces are to be kept, with no other traffic beside them. */
  public KeepChances chances() {
    return new KeepChances(processor);
  }

  /**
   * Whether the trace, looked at whole, is kept; and why. It is a round of its own: with full
   * budgets and no other traffic.
   */
  public Decision decide(StagedTrace trace) {
    return decide(trace, RoundContext.standingStill(0));
  }

  /** Whether the trace is kept, and why, if it is alone in a round. */
  public Decision decide(StagedTrace trace, RoundContext context) {
    return decideAll(List.of(trace), context).get(0);
  }

  /**
   * The decision on a trace made again when the others of its round are gone. Never says of a
   * dropped one that it is sampled.
   *
   * @param context of its round; the memory in it is not looked at
   * @param after what was left of the budgets after its round; {@link RoundMemory#NONE} where that
   *     is not known any more
   * @param keptBy the policy that it was kept by; empty where none sampled it
   */
  public Decision explain(
      StagedTrace trace, RoundContext context, RoundMemory after, Optional<String> keptBy) {
    return new Explanation(processor, round(context), after).of(trace, keptBy);
  }

  /** Decides all these traces in one round on a clock that stands still; in their order. */
  public List<Decision> decideAll(List<StagedTrace> traces) {
    return decideAll(traces, 0);
  }

  /**
   * Decides all these traces in one round on a clock that stands still; in their order.
   *
   * @param atMillis where it stands, epoch milliseconds
   */
  public List<Decision> decideAll(List<StagedTrace> traces, long atMillis) {
    return decideAll(traces, RoundContext.standingStill(atMillis));
  }

  private List<Decision> decideAll(List<StagedTrace> traces, RoundContext context) {
    DecisionRound round = round(context);
    traces.forEach(round::offer);
    return traces.stream().map(round::decide).toList();
  }
}
