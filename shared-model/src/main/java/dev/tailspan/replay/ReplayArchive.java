package dev.tailspan.replay;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.decide.DecideSettings;
import dev.tailspan.model.TraceId;
import dev.tailspan.policy.Decision;
import dev.tailspan.policy.KeepChances;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.RoundContext;
import dev.tailspan.replay.ReplayAnswer.Bound;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.TracePart;
import dev.tailspan.storage.WatermarkStore;
import dev.tailspan.trace.StableHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks a candidate about the traces that were kept, and estimates what it would keep of all
 * traffic: each trace stands for as many as its adjusted count says, and counts with the chance
 * that the candidate keeps it (the estimator of Horvitz and Thompson, 1952, with the outcome
 * replaced by its expectation, as the ids of the archive were chosen by a hash that the candidate
 * may share). Traffic of which nothing had a chance to be kept is not in it.
 *
 * <p>The catalog says what was kept; of these, traces are read in the order of a hash until a bound
 * is reached, and stand for the others. Statistics are those of all traffic up to the hour of the
 * trace; spans that came late do not count.
 */
public final class ReplayArchive {
  private static final int SEGMENTS_AT_A_TIME = 64;

  /** Traces listed at a time; each is some hundred bytes. */
  private static final int MAX_LISTED = 20_000;

  private static final long SHUFFLE = 0x7265706c6179L;

  private final Stores stores;
  private final DecideSettings settings;

  /** What is read. */
  public record Stores(
      IndexStore index, ArchiveStore archive, StatsStore stats, WatermarkStore watermarks) {}

  public ReplayArchive(Stores stores, DecideSettings settings) {
    this.stores = stores;
    this.settings = settings;
  }

  /** Replays what was decided in the window, or its end where that is too much. */
  public ReplayAnswer replay(PolicyFile candidate, ReplayRequest request) {
    return new Run(candidate, request).go();
  }

  /** A kept trace and the step that kept it. */
  private record Kept(long step, CatalogSegment.Entry entry) {
    /** Another hash than those that policies look at. */
    long hash() {
      TraceId id = entry.traceId();
      return StableHash.mix(StableHash.mix(SHUFFLE, id.high()), id.low());
    }
  }

  /** One replay. */
  private final class Run {
    private final PolicyFile candidate;
    private final ReplayRequest request;
    private final Estimate estimate;
    private final Comparison comparison;
    private final PastTraffic past;
    private final KeepChances chances;
    private final long firstStep;
    private final long endStep;
    private final List<Kept> kept = new ArrayList<>();
    private long bytes;
    private Optional<Bound> cutBy = Optional.empty();

    Run(PolicyFile candidate, ReplayRequest request) {
      this.candidate = candidate;
      this.request = request;
      this.estimate = new Estimate(candidate.version());
      this.comparison = new Comparison(request.examples());
      this.past = new PastTraffic(candidate, stores.stats(), settings);
      this.chances = candidate.chances();
      this.firstStep = settings.stepAt(request.window().startMillis());
      this.endStep = settings.stepAt(request.window().endMillis() - 1) + 1;
    }

    ReplayAnswer go() {
      long reached = endStep;
      while (reached > firstStep && kept.size() < MAX_LISTED) {
        reached = listBefore(reached);
      }
      List<Kept> shuffled = kept.stream().sorted(Comparator.comparingLong(Kept::hash)).toList();
      int read = 0;
      while (read < shuffled.size() && (read == 0 || goesOn(read))) {
        ask(shuffled.get(read));
        read++;
      }
      return answer(reached, read == 0 ? 1 : (double) shuffled.size() / read);
    }

    private boolean goesOn(int read) {
      cutBy = request.reached(bytes, read);
      return cutBy.isEmpty();
    }

    /** Lists what some steps kept; returns the oldest it is done with. */
    private long listBefore(long end) {
      long hour = settings.hour(end - 1);
      IndexStore.SegmentPage page =
          stores.index().segments(hour, end - 1, Optional.empty(), SEGMENTS_AT_A_TIME);
      for (CatalogSegment segment : page.segments()) {
        if (segment.step() >= firstStep) {
          list(segment);
        }
      }
      long next = page.nextStep().orElse(settings.firstStepOfHour(hour) - 1);
      return Math.max(firstStep, next + 1);
    }

    private void list(CatalogSegment segment) {
      estimate.step(segment.entries());
      segment.entries().forEach(entry -> kept.add(new Kept(segment.step(), entry)));
    }

    private void ask(Kept one) {
      CatalogSegment.Entry entry = one.entry();
      Optional<TracePart> part =
          stores.index().find(entry.traceId()).stream()
              .filter(p -> p.step() == one.step())
              .findFirst();
      if (part.isEmpty()) {
        return; // it expires before the catalog does
      }
      StagedTrace trace = StagedTrace.of(stores.archive().read(part.get()));
      RoundContext context = past.context(one.step());
      bytes += trace.tracesDataSize();
      estimate.add(trace, entry.sampling(), chances.of(trace, context));
      Decision decision = candidate.decide(trace, context);
      comparison.archived(
          entry.traceId(),
          Ballot.Look.at(entry.summary()),
          entry.sampling().policy() + ": " + entry.sampling().reason(),
          decision.sampled(),
          Ballot.reason(decision));
    }

    private ReplayAnswer answer(long reached, double scale) {
      boolean complete = reached == firstStep;
      long from =
          complete
              ? Math.max(settings.startMillis(firstStep), began())
              : settings.startMillis(reached);
      return new ReplayAnswer(
          new Window(from, Math.max(from, settings.startMillis(endStep))),
          complete
              ? Optional.empty()
              : Optional.of(new Window(settings.startMillis(firstStep), from)),
          cutBy,
          bytes,
          estimate.candidate(scale),
          estimate.archived(scale),
          comparison.compared(),
          OptionalLong.empty(),
          comparison.lost(),
          List.of(),
          comparison.lostExamples(),
          chances.budgeted());
    }

    /** Before it there was no traffic at all, which is no traffic that keeps nothing. */
    private long began() {
      long oldestKept = kept.stream().mapToLong(Kept::step).min().orElse(endStep);
      OptionalLong arrival = stores.watermarks().firstArrivalMillis();
      long firstArrived = arrival.isPresent() ? settings.stepAt(arrival.getAsLong()) : firstStep;
      return settings.startMillis(Math.min(oldestKept, firstArrived));
    }
  }
}
