package dev.tailspan.replay;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.decide.DecideSettings;
import dev.tailspan.model.Span;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.DecisionRound;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.RoundContext;
import dev.tailspan.replay.ReplayAnswer.Bound;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.TracePart;
import dev.tailspan.trace.StableHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks a candidate about the traces that were kept, newest step first, and estimates what it would
 * keep of all traffic: each trace stands for as many as its adjusted count says, and counts with
 * the chance that the candidate keeps it (the estimator of Horvitz and Thompson, 1952, with the
 * outcome replaced by its expectation, as the ids of the archive were chosen by a hash that the
 * candidate may share). Traffic of which nothing had a chance to be kept is not in it.
 *
 * <p>Of each step some traces are read, chosen by a hash, and stand for the others. Statistics are
 * those of all traffic up to the hour of the trace; spans that came late do not count.
 */
public final class ReplayArchive {
  private static final int SEGMENTS_AT_A_TIME = 64;
  private static final long SHUFFLE = 0x7265706c6179L;

  private final Stores stores;
  private final DecideSettings settings;

  /** What is read. */
  public record Stores(IndexStore index, ArchiveStore archive, StatsStore stats) {}

  public ReplayArchive(Stores stores, DecideSettings settings) {
    this.stores = stores;
    this.settings = settings;
  }

  /** Replays what was decided in the window, from its end on. */
  public ReplayAnswer replay(PolicyFile candidate, ReplayRequest request) {
    return new Run(candidate, request).go();
  }

  /** One replay. */
  private final class Run {
    private final PolicyFile candidate;
    private final ReplayRequest request;
    private final Estimate estimate;
    private final Comparison comparison;
    private final PastTraffic past;
    private final long firstStep;
    private final long endStep;
    private final long tracesPerStep;
    private long bytes;
    private @Nullable Bound cutBy;

    Run(PolicyFile candidate, ReplayRequest request) {
      this.candidate = candidate;
      this.request = request;
      this.estimate = new Estimate(candidate.version());
      this.comparison = new Comparison(request.examples());
      this.past = new PastTraffic(candidate, stores.stats(), settings);
      this.firstStep = settings.stepAt(request.window().startMillis());
      this.endStep = settings.stepAt(request.window().endMillis() - 1) + 1;
      this.tracesPerStep = Math.max(1, request.maxTraces() / (endStep - firstStep));
    }

    ReplayAnswer go() {
      long reached = endStep;
      while (reached > firstStep && goesOn()) {
        reached = segmentsBefore(reached);
      }
      return answer(reached);
    }

    private boolean goesOn() {
      if (bytes >= request.maxBytes()) {
        cutBy = Bound.BYTES;
      } else if (!request.timeLeft().getAsBoolean()) {
        cutBy = Bound.TIME;
      }
      return cutBy == null;
    }

    /** Goes through some steps; returns the oldest it is done with. */
    private long segmentsBefore(long endStep) {
      long hour = settings.hour(endStep - 1);
      IndexStore.SegmentPage page =
          stores.index().segments(hour, endStep - 1, Optional.empty(), SEGMENTS_AT_A_TIME);
      List<CatalogSegment.Entry> kept = new ArrayList<>();
      long at = endStep;
      for (CatalogSegment segment : page.segments()) {
        if (segment.step() != at) {
          step(at, kept);
          if (segment.step() < firstStep) {
            return firstStep;
          }
          if (!goesOn()) {
            return at;
          }
          kept = new ArrayList<>();
          at = segment.step();
        }
        List<CatalogSegment.Entry> first = keptFirst(segment);
        estimate.step(first);
        kept.addAll(first);
      }
      step(at, kept);
      long next = page.nextStep().orElse(settings.firstStepOfHour(hour) - 1);
      return Math.max(firstStep, next + 1);
    }

    /** Without those that only got late spans in this step. */
    private List<CatalogSegment.Entry> keptFirst(CatalogSegment segment) {
      return segment.entries().stream()
          .filter(e -> e.sampling().decidedAtMillis() == settings.endMillis(segment.step()))
          .toList();
    }

    private void step(long step, List<CatalogSegment.Entry> kept) {
      List<CatalogSegment.Entry> chosen =
          kept.stream()
              .sorted(Comparator.comparingLong(entry -> hash(entry.traceId())))
              .limit(tracesPerStep)
              .toList();
      for (CatalogSegment.Entry entry : chosen) {
        ask(step, entry, (double) kept.size() / chosen.size());
      }
    }

    /** Another hash than those that policies look at. */
    private static long hash(TraceId id) {
      return StableHash.mix(StableHash.mix(SHUFFLE, id.high()), id.low());
    }

    private void ask(long step, CatalogSegment.Entry entry, double standsFor) {
      Optional<TracePart> part =
          stores.index().find(entry.traceId()).stream().filter(p -> p.step() == step).findFirst();
      if (part.isEmpty()) {
        return; // it expires before the catalog does
      }
      List<Span> spans = new ArrayList<>();
      for (TracePart.Place place : part.get().places()) {
        spans.addAll(stores.archive().read(entry.traceId(), place));
      }
      StagedTrace trace = StagedTrace.of(spans);
      bytes += trace.tracesDataSize();
      estimate.add(trace, entry.sampling(), standsFor, past.chances(step).of(trace));
      Decision decision = decide(trace, past.context(step));
      comparison.archived(
          entry.traceId(),
          Ballot.Look.at(entry.summary()),
          entry.sampling().policy() + ": " + entry.sampling().reason(),
          decision.sampled(),
          Ballot.reason(decision));
    }

    private Decision decide(StagedTrace trace, RoundContext context) {
      DecisionRound round = candidate.round(context);
      round.offer(trace);
      return round.decide(trace);
    }

    private ReplayAnswer answer(long reached) {
      boolean complete = reached == firstStep;
      long from = settings.startMillis(reached);
      return new ReplayAnswer(
          new Window(from, settings.startMillis(endStep)),
          complete
              ? Optional.empty()
              : Optional.of(new Window(settings.startMillis(firstStep), from)),
          complete ? Optional.empty() : Optional.ofNullable(cutBy),
          bytes,
          estimate.candidate(),
          estimate.archived(),
          comparison.compared(),
          OptionalLong.empty(),
          comparison.lost(),
          List.of(),
          comparison.lostExamples(),
          past.budgeted());
    }
  }
}
