package dev.tailspan.policy;

import static dev.tailspan.policy.Field.flag;
import static dev.tailspan.policy.Field.text;
import static dev.tailspan.policy.Field.whole;

import dev.tailspan.policy.PolicyType.Level;
import dev.tailspan.text.Excerpt;
import dev.tailspan.text.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the settings of one {@code tail_sampling} processor. */
final class ProcessorReader {
  private static final long MOST_SHARDS = 256;
  private static final Duration SHORTEST_QUIET = Duration.ofSeconds(1);
  private static final String COMPLETE = "trace-complete";
  private static final String SPAN_INGEST = "span-ingest";

  static final List<Field> FIELDS =
      List.of(
          Field.of(Field.Kind.DURATION, "decision_wait"),
          Field.of(Field.Kind.DURATION, "decision_wait_after_root_received"),
          Field.of(Field.Kind.COUNT, "num_traces"),
          flag("block_on_overflow"),
          Field.of(Field.Kind.COUNT, "expected_new_traces_per_sec"),
          Field.of(Field.Kind.POLICIES, "policies"),
          Field.of(
              Field.Kind.BLOCK,
              "decision_cache",
              whole("sampled_cache_size"),
              whole("non_sampled_cache_size")),
          text("tail_storage"),
          flag("sample_on_first_match"),
          text("sampling_strategy"),
          flag("drop_pending_traces_on_shutdown"),
          Field.of(Field.Kind.COUNT, "maximum_trace_size_bytes"),
          Field.of(Field.Kind.COUNT_32, "num_shards"));

  private static final List<Field> BESIDE_POLICIES =
      FIELDS.stream().filter(field -> field.kind() != Field.Kind.POLICIES).toList();

  private static final Map<String, String> NOT_NEEDED =
      Map.of(
          "num_traces", "traces wait in staging, not in memory",
          "block_on_overflow", "nothing overflows: traces wait in staging",
          "expected_new_traces_per_sec", "nothing is laid out in advance",
          "decision_cache", "decisions are remembered as long as spans are staged",
          "drop_pending_traces_on_shutdown", "pending traces outlive every process",
          "num_shards", "buckets part the work");

  private final SettingsReader settings;
  private final PolicyReader policies;
  private final PolicyFactory factory;
  private final Findings findings;
  private final FeatureGates gates;

  ProcessorReader(YamlReader yaml, Findings findings, FeatureGates gates) {
    this.gates = gates;
    this.settings = new SettingsReader(yaml, findings);
    this.policies = new PolicyReader(yaml, settings, findings);
    this.factory = new PolicyFactory(findings, gates);
    this.findings = findings;
  }

  /** What it finds wrong is in the findings; the settings are then of no use. */
  ProcessorSettings read(Node node) {
    Settings read = settings.block(node, FIELDS, Place.WHOLE_FILE.at(node));
    NOT_NEEDED.forEach((key, why) -> note(read, key, why));
    checkStrategy(read);
    checkOthers(read);
    List<PolicyOutline> outlines = new ArrayList<>();
    List<Policy> all = policies(read, outlines);
    Processor processor =
        new Processor(
            all, read.flag("sample_on_first_match"), read.whole("maximum_trace_size_bytes"), gates);
    if (!processor.isCountable()) {
      findings.problem(
          read.place("policies"),
          "The probabilistic policies inside one another have so many salts that the adjusted count"
              + " would need more than "
              + KeepChance.MAX_CELLS
              + " cases.");
    }
    return new ProcessorSettings(
        all,
        outlines,
        PolicyOutline.settings(read, BESIDE_POLICIES),
        quiet(read),
        afterRoot(read),
        processor);
  }

  private void note(Settings read, String key, String why) {
    if (read.has(key)) {
      findings.note(read.place(key), "Not needed: " + why + ".");
    }
  }

  private Optional<Duration> quiet(Settings read) {
    if (!read.has("decision_wait")) {
      return Optional.empty();
    }
    Duration wait = read.duration("decision_wait");
    findings.note(
        read.place("decision_wait"),
        "Counted from a trace's last span on, where the processor counts from its first.");
    if (wait.compareTo(SHORTEST_QUIET) < 0) {
      findings.warning(read.place("decision_wait"), "Less than a second means one second.");
      return Optional.of(SHORTEST_QUIET);
    }
    return Optional.of(wait);
  }

  /** Shorter than a second is one; it never moves a decision later. */
  private Optional<Duration> afterRoot(Settings read) {
    Duration wait = read.duration("decision_wait_after_root_received");
    if (wait.isZero() || wait.isNegative()) {
      return Optional.empty();
    }
    findings.note(
        read.place("decision_wait_after_root_received"),
        "A trace is decided that long after its root came, if that is earlier; what comes later is"
            + " added to a kept trace and decides a dropped one again.");
    return Optional.of(wait.compareTo(SHORTEST_QUIET) < 0 ? SHORTEST_QUIET : wait);
  }

  private void checkStrategy(Settings read) {
    String strategy = read.has("sampling_strategy") ? read.text("sampling_strategy") : COMPLETE;
    Place place = read.place("sampling_strategy");
    if (strategy.equals(SPAN_INGEST)) {
      findings.problem(
          place,
          "span-ingest decides on every incoming batch alone and is not supported; traces are looked"
              + " at whole here, which is trace-complete.");
    } else if (!strategy.equals(COMPLETE)) {
      findings.problem(
          place,
          Excerpt.quoted(strategy) + " is no strategy; there are trace-complete and span-ingest.",
          Nearest.to(strategy, List.of(COMPLETE, SPAN_INGEST)));
    }
  }

  private void checkOthers(Settings read) {
    if (read.whole("num_shards") > MOST_SHARDS) {
      findings.problem(read.place("num_shards"), "There can be at most " + MOST_SHARDS + ".");
    }
    if (!read.text("tail_storage").isEmpty()) {
      findings.problem(
          read.place("tail_storage"),
          "The processor takes this only with an experimental feature gate; here staging is the"
              + " storage.");
    }
  }

  private List<Policy> policies(Settings read, List<PolicyOutline> outlines) {
    List<Policy> all = new ArrayList<>();
    Map<String, Place> names = new HashMap<>();
    List<Node> nodes = read.policies("policies");
    if (nodes.isEmpty()) {
      findings.warning(read.place("policies"), "Without policies no trace is sampled.");
    }
    for (int i = 0; i < nodes.size(); i++) {
      PolicyShape shape = policies.read(nodes.get(i), Level.TOP, read.place("policies"), i + 1);
      checkName(shape, names);
      Policy policy = factory.policy(shape);
      if (policy != null) {
        all.add(policy);
        outlines.add(PolicyOutline.of(shape, policy.type()));
      }
    }
    adviseOnSalts(all, read);
    return all;
  }

  private void checkName(PolicyShape shape, Map<String, Place> names) {
    if (shape.broken()) {
      return;
    }
    if (shape.name().isEmpty()) {
      findings.problem(shape.place().in("name"), "A policy needs a name.");
      return;
    }
    Place first = names.putIfAbsent(shape.name(), shape.place());
    if (first != null) {
      findings.problem(
          shape.place().in("name"), "The policy at line " + first.line() + " has this name too.");
    }
  }

  /** Equal salts do not add up: 5 % and 10 % of the same hash are 10 %, not 15 %. */
  private void adviseOnSalts(List<Policy> all, Settings read) {
    Map<Salt, String> firsts = new HashMap<>();
    for (Policy policy : all) {
      if (policy instanceof ProbabilisticPolicy draw) {
        String first = firsts.putIfAbsent(draw.salt(), draw.name());
        if (first != null) {
          findings.warning(
              read.place("policies").policy(draw.name()),
              "It has the salt of policy "
                  + first
                  + ", so both pick among the same traces and the larger percentage decides.");
        }
      }
    }
  }
}
