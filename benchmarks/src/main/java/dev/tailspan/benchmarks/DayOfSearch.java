package dev.tailspan.benchmarks;

import dev.tailspan.lookup.SearchPage;
import dev.tailspan.lookup.SearchTraces;
import dev.tailspan.lookup.TraceQuery;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.TracePart;
import dev.tailspan.storage.TracePart.Place;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.dynamodb.DynamoDbStores;
import dev.tailspan.trace.TraceSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A day of kept traces in the index, a minute a step and eight buckets, and searches over it. Only
 * the newest step's traces are archived, which is as far as a search by attributes comes.
 */
final class DayOfSearch implements AutoCloseable {
  private static final int STEPS = 24 * 60;
  private static final int BUCKETS = LocalRig.BUCKETS;
  private static final long SEGMENTS = (long) STEPS * BUCKETS;
  private static final int NEWEST = 1_000;
  private static final long RETENTION_SECONDS = 30 * 86_400;
  private static final long HOUR_MILLIS = 3_600_000;

  private final UsageMeter meter = new UsageMeter();
  private final AtomicLong requests = new AtomicLong();
  private final DynamoDbStores tables;
  private final IndexStore index;
  private final LocalArchive archive;
  private final long endMillis;
  private long traces;

  /**
   * @param name of tables that nobody else uses
   */
  DayOfSearch(LocalRig rig, String name, LocalArchive archive) {
    this.archive = archive;
    long now = System.currentTimeMillis();
    endMillis = now - now % LocalRig.STEP_MILLIS;
    tables =
        rig.index(
            name,
            () -> endMillis,
            meter,
            (service, operation) -> {
              requests.incrementAndGet();
              return error -> {};
            });
    index = tables.index();
  }

  /** Files so many traces, evenly over the day, and archives the newest. */
  void fill(Run run, int count) throws Exception {
    traces = count;
    long lastStep = endMillis / LocalRig.STEP_MILLIS - 1;
    long expires = endMillis / 1000 + RETENTION_SECONDS;
    AtomicLong written = new AtomicLong();
    List<Callable<Boolean>> buckets = new ArrayList<>();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int of = bucket;
      buckets.add(
          () -> {
            for (int step = 0; step < STEPS; step++) {
              file(lastStep - step, of, (long) step * BUCKETS + of, expires);
              run.progress("segments of a day", written.incrementAndGet(), SEGMENTS);
            }
            return true;
          });
    }
    ExecutorService writers = Executors.newFixedThreadPool(BUCKETS);
    try {
      for (Future<Boolean> bucket : writers.invokeAll(buckets)) {
        bucket.get();
      }
    } finally {
      writers.shutdownNow();
    }
    archiveNewest(Math.min(count, NEWEST), lastStep, expires);
  }

  /** The n-th segment, counted from the newest, has the n-th part of the traces. */
  private void file(long step, int bucket, long n, long expires) {
    List<CatalogSegment.Entry> entries = new ArrayList<>();
    for (long i = n * traces / SEGMENTS; i < (n + 1) * traces / SEGMENTS; i++) {
      entries.add(entry((int) i, step));
    }
    if (!entries.isEmpty()) {
      long hour = step * LocalRig.STEP_MILLIS / HOUR_MILLIS;
      index.putSegment(new CatalogSegment(hour, bucket, step, entries), expires);
    }
  }

  private void archiveNewest(int count, long step, long expires) {
    Map<TraceId, List<Place>> places = archive.write(count);
    List<TracePart> parts = new ArrayList<>();
    places.forEach(
        (id, all) ->
            parts.add(
                new TracePart(
                    id, step, KeptTraces.SAMPLING, archive.traces().trace(0).summary(), all)));
    index.put(parts, expires);
  }

  private CatalogSegment.Entry entry(int n, long step) {
    TraceSummary like = archive.traces().trace(n).summary();
    TraceSummary summary =
        new TraceSummary(
            like.rootService(),
            like.rootName(),
            (step * LocalRig.STEP_MILLIS + n % LocalRig.STEP_MILLIS) * 1_000_000,
            like.durationNanos(),
            like.spanCount(),
            like.errorCount(),
            like.services(),
            like.operations(),
            like.flags());
    return new CatalogSegment.Entry(KeptTraces.id(n), summary, KeptTraces.SAMPLING);
  }

  /** The newest twenty that touch a service. */
  TraceQuery newest() {
    return query(OptionalLong.empty(), Map.of());
  }

  /** What no trace is: all of the day must be looked through. */
  TraceQuery slowerThanAny() {
    return query(OptionalLong.of(Long.MAX_VALUE), Map.of());
  }

  /** What no trace has, to be found in the archive only. */
  TraceQuery byAttribute() {
    return query(OptionalLong.empty(), Map.of("enduser.id", "nobody"));
  }

  private TraceQuery query(OptionalLong longerThan, Map<String, String> attributes) {
    return new TraceQuery(
        Optional.of("checkout"),
        Optional.empty(),
        longerThan,
        OptionalLong.empty(),
        Optional.empty(),
        attributes,
        endMillis - 24 * HOUR_MILLIS,
        endMillis,
        20,
        Optional.empty());
  }

  /** Requests, units, bytes and time of a page, the last of several times. */
  Map<String, Double> search(TraceQuery query, int times) throws Exception {
    SearchTraces search = new SearchTraces(index, archive.store(), 600_000);
    SearchPage[] page = new SearchPage[1];
    Spent spent = Spent.NOTHING;
    for (int i = 0; i < times; i++) {
      meter.drain();
      archive.usage();
      requests.set(0);
      spent =
          Spent.on(
              () -> {
                page[0] = search.search(query);
                return page[0];
              });
    }
    Usage usage = meter.drain().plus(archive.usage());
    return Measurement.figures(
        "traces found",
        page[0].traces().size(),
        "traces opened",
        page[0].opened(),
        "requests to DynamoDB",
        requests.get(),
        "RRU",
        usage.readUnits(),
        "GETs",
        usage.gets(),
        "B from S3",
        usage.getBytes(),
        "ms",
        spent.wallNanos() / 1e6);
  }

  long traces() {
    return traces;
  }

  @Override
  public void close() {
    tables.close();
  }
}
