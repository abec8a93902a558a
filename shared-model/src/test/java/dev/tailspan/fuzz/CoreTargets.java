package dev.tailspan.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.PatternSyntaxException;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.lookup.SearchCursor;
import dev.tailspan.model.RandomSpans;
import dev.tailspan.model.Span;
import dev.tailspan.model.TestTraces;
import dev.tailspan.ottl.OttlCondition;
import dev.tailspan.ottl.OttlContext;
import dev.tailspan.ottl.OttlEvaluationException;
import dev.tailspan.ottl.OttlSignal;
import dev.tailspan.ottl.OttlSyntaxException;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.policy.PolicyReading;
import dev.tailspan.policy.RoundMemory;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.memory.MemoryPolicyStore;
import dev.tailspan.storage.memory.ScriptedFaults;
import dev.tailspan.text.GoDuration;
import dev.tailspan.text.RegexSearch;
import dev.tailspan.text.W3cTraceState;
import dev.tailspan.trace.CorruptStatsException;
import dev.tailspan.trace.ServiceStats;
import dev.tailspan.trace.StatsCodec;
import java.util.ArrayList;
import java.util.List;

/** The languages and stored forms of the core, beside {@link WireTargets}. */
public final class CoreTargets implements FuzzTargets {
  private static final StagedTrace TRACE = StagedTrace.of(TestTraces.trace(1, 5));
  private static final StagedTrace ODD = StagedTrace.of(oneTrace());

  @Override
  public List<FuzzTarget> all() {
    List<FuzzTarget> all = new ArrayList<>(new WireTargets().all());
    all.add(new FuzzTarget("policy-file", Seeds.policyFiles(), CoreTargets::policyFile));
    all.add(new FuzzTarget("ottl", Seeds.conditions(), CoreTargets::condition));
    all.add(
        new FuzzTarget(
            "regex", Seeds.texts("^/a(b|c)*{2,3}\n/abc", "(?i)x{99}\nX"), CoreTargets::regex));
    all.add(
        new FuzzTarget("small-texts", Seeds.texts("1h2m3.5s", "ot=th:8,a=b"), CoreTargets::small));
    all.add(new FuzzTarget("stored", stored(), CoreTargets::stored));
    return all;
  }

  private static List<Span> oneTrace() {
    List<Span> spans = new ArrayList<>();
    RandomSpans random = new RandomSpans(7);
    for (int i = 0; i < 4; i++) {
      spans.add(random.span(TestTraces.id(3)));
    }
    return spans;
  }

  private static void policyFile(byte[] input) {
    try {
      PolicyFile file = PolicyFile.parse(input);
      file.decide(TRACE);
      file.decide(ODD);
    } catch (PolicyFileException e) {
      FuzzTarget.check(!e.problems().isEmpty(), "a file is refused for nothing");
      for (var problem : e.problems()) {
        FuzzTarget.check(problem.toString().length() < 4000, "a problem of " + problem);
      }
    }
  }

  private static void condition(byte[] input) {
    String text = new String(input, UTF_8);
    for (OttlSignal signal : OttlSignal.values()) {
      try {
        OttlCondition condition = OttlCondition.parse(text, signal);
        for (StagedTrace trace : List.of(TRACE, ODD)) {
          OttlContext context = OttlContext.of(trace.spans().get(0), 1_700_000_000_000_000_000L);
          holds(condition, signal, context);
        }
      } catch (OttlSyntaxException e) {
        FuzzTarget.check(e.getMessage() != null, "no message");
      }
    }
  }

  private static void holds(OttlCondition condition, OttlSignal signal, OttlContext context) {
    try {
      if (signal == OttlSignal.SPAN) {
        condition.holds(context);
      } else {
        for (var event : context.events()) {
          condition.holds(context.at(event));
        }
      }
    } catch (OttlEvaluationException e) {
      FuzzTarget.check(e.getMessage() != null, "no message");
    }
  }

  /** An expression, a line feed, a text. */
  private static void regex(byte[] input) {
    String[] parts = new String(input, UTF_8).split("\n", 2);
    try {
      RegexSearch search = RegexSearch.of(parts[0]);
      String text = parts.length == 1 ? "" : parts[1];
      boolean found = search.finds(text);
      boolean replaced = !search.replaceAll(text, match -> "<>").equals(text);
      FuzzTarget.check(found || !replaced, "replaces what it does not find");
    } catch (PatternSyntaxException e) {
      FuzzTarget.check(e.getMessage() != null, "no message");
    }
  }

  private static void small(byte[] input) {
    String text = new String(input, UTF_8);
    W3cTraceState.members(text);
    try {
      FuzzTarget.check(
          GoDuration.parse(GoDuration.format(GoDuration.parse(text)))
              .equals(GoDuration.parse(text)),
          "a duration is another when written and read");
    } catch (IllegalArgumentException e) {
      FuzzTarget.check(e.getMessage() != null, "no message");
    }
    try {
      SearchCursor.parse(text);
    } catch (IllegalArgumentException e) {
      FuzzTarget.check(e.getMessage() != null, "no message");
    }
  }

  private static List<byte[]> stored() {
    ServiceStats stats = new ServiceStats();
    stats.add(TRACE);
    stats.add(ODD);
    return List.of(StatsCodec.encode(stats), RoundMemory.NONE.encode(), PolicyFile.defaultYaml());
  }

  private static void stored(byte[] input) {
    try {
      StatsCodec.decode(input);
    } catch (CorruptStatsException e) {
      FuzzTarget.check(e.getMessage() != null, "no message");
    }
    try {
      RoundMemory.decode(input);
    } catch (IllegalArgumentException e) {
      FuzzTarget.check(e.getMessage() != null, "no message");
    }
    MemoryPolicyStore store = new MemoryPolicyStore(() -> 0, new ScriptedFaults());
    store.keep("0123456789ab", input);
    try {
      new PolicyVersions(store, PolicyReading.DEFAULT).version("0123456789ab");
    } catch (StorageException e) {
      FuzzTarget.check(e.getMessage() != null, "no message");
    }
  }
}
