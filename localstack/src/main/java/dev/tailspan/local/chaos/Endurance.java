package dev.tailspan.local.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.local.stack.LocalStack;
import dev.tailspan.local.stack.StackFaults;
import dev.tailspan.local.stack.StackSettings;
import dev.tailspan.local.stack.Vitals;
import dev.tailspan.local.traffic.KinesisSender;
import dev.tailspan.model.TraceId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * A steady load on a running stack for long, without faults but those that belong to a day: a hot
 * trace in the first third, then a slow shard, then a shard that is split and merged again.
 */
public final class Endurance {
  private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(30);
  private static final Duration STEP = Duration.ofSeconds(10);
  private static final Duration SLOW_READ = Duration.ofSeconds(2);
  private static final int MOST_LOOKUPS = 500;
  private static final int LOOKUPS_A_LINE = 100;

  // In parts of the whole time.
  private static final double HOT_FROM = 0.03;
  private static final double HOT_TO = 0.33;
  private static final double WARM = 0.4;
  private static final double SLOW_FROM = 0.45;
  private static final double SLOW_TO = 0.55;
  private static final double SPLIT_AT = 0.65;
  private static final double MERGE_AT = 0.75;

  private static final Event END = new Event(Double.MAX_VALUE, () -> {});

  private final LocalStack stack;
  private final Path data;
  private final Plan plan;
  private final Consumer<String> progress;
  private final Asked api;
  private final Findings findings = new Findings();
  private final List<Sample> samples = new ArrayList<>();
  private final long began = System.nanoTime();

  /**
   * What is to be done.
   *
   * @param hotSpans 0 for no hot trace
   */
  public record Plan(long seed, Duration lasting, double spansPerSecond, int hotSpans) {}

  /**
   * How the stack must be set up: with steps long enough that a hot trace is not read too often.
   */
  public static StackSettings settings(Path root, Path data) {
    return Chaos.settings(root, data).withStep(STEP);
  }

  /**
   * @param stack with the settings of {@link #settings}
   * @param data its folder
   * @param progress is told a line every 30 seconds, and what happens
   */
  public Endurance(LocalStack stack, Path data, Plan plan, Consumer<String> progress) {
    this.stack = stack;
    this.data = data;
    this.plan = plan;
    this.progress = progress;
    this.api = new Asked(stack.endpoints().query());
  }

  /**
   * Does it all and returns what came of it.
   *
   * @throws IOException when the account cannot be made, as something does not answer
   */
  public EnduranceReport run() throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(plan.seed());
    TraceId hotId = new TraceId(random.nextLong(), random.nextLong() | 1);
    try (Traffic traffic = new Traffic(stack, plan.seed(), plan.spansPerSecond());
        KinesisClient kinesis = stack.kinesisClient();
        HotTrace hot = hotTrace(hotId, kinesis)) {
      List<Long> waits;
      try (Neighbours neighbours =
          new Neighbours(
              api,
              new KinesisSender(kinesis, stack.stream(), random.nextLong()),
              LocalStack.LAYOUT,
              hotId,
              random.nextLong())) {
        send(traffic, hot);
        neighbours.close();
        waits = neighbours.millis();
      }
      progress.accept("Nothing more is sent; the account of every span");
      Settling.after(stack, traffic.traces(), findings);
      Audit audit =
          new Audit(stack, LocalStack.archive(data), api, traffic.traces().byId(), findings);
      Audit.Account account =
          audit.run(traffic.beganMillis(), MOST_LOOKUPS, new SeenKept(findings), this::sayLookups);
      return new EnduranceReport(
          plan, samples, secondsAt(WARM), waits, judged(hot), account, findings);
    }
  }

  private HotTrace hotTrace(TraceId id, KinesisClient kinesis) {
    Duration within = Duration.ofMillis((long) (plan.lasting().toMillis() * (HOT_TO - HOT_FROM)));
    return new HotTrace(
        id, plan.hotSpans(), within, new KinesisSender(kinesis, stack.stream(), plan.seed() + 1));
  }

  private void send(Traffic traffic, HotTrace hot) throws IOException, InterruptedException {
    Iterator<Event> events = events(hot).iterator();
    Event event = events.next();
    double nextSample = BETWEEN_SAMPLES.toSeconds();
    while (seconds() < plan.lasting().toSeconds()) {
      traffic.round();
      if (seconds() >= secondsAt(event.at())) {
        event.what().run();
        event = events.hasNext() ? events.next() : END;
      }
      if (seconds() >= nextSample) {
        nextSample += BETWEEN_SAMPLES.toSeconds();
        sample(traffic.traces().accepted() + hot.sent());
      }
    }
  }

  /** What happens at a part of the whole time. */
  private record Event(double at, Runnable what) {}

  private List<Event> events(HotTrace hot) {
    StackFaults faults = stack.faults();
    String slow = faults.openShards().get(1);
    String split = faults.openShards().get(2);
    return List.of(
        new Event(HOT_FROM, said("a trace of %,d spans begins".formatted(hot.spans()), hot::start)),
        new Event(
            SLOW_FROM,
            said(slow + " becomes slow", () -> faults.kinesis().slowDown(slow, SLOW_READ))),
        new Event(
            SLOW_TO,
            said(slow + " is fast again", () -> faults.kinesis().slowDown(slow, Duration.ZERO))),
        new Event(SPLIT_AT, said(split + " is split", () -> faults.split(split))),
        new Event(MERGE_AT, said("its children are merged", () -> mergeLastTwo(faults))));
  }

  private static void mergeLastTwo(StackFaults faults) {
    List<String> open = faults.openShards();
    faults.merge(open.get(open.size() - 2), open.get(open.size() - 1));
  }

  private Runnable said(String what, Runnable action) {
    return () -> {
      progress.accept("  " + what);
      action.run();
    };
  }

  private void sample(long sent) throws IOException, InterruptedException {
    Vitals vitals = stack.vitals();
    Map<String, Long> memory = new LinkedHashMap<>();
    for (Map.Entry<String, ProcessHandle> process : vitals.processes().entrySet()) {
      memory.put(process.getKey(), ResidentMemory.kilobytes(process.getValue()));
    }
    JsonNode status = api.json("status");
    String low = status.path("lowWatermark").asText();
    long lag = low.isEmpty() ? 0 : System.currentTimeMillis() - Instant.parse(low).toEpochMilli();
    Sample sample =
        new Sample(
            seconds(),
            memory,
            vitals.iteratorAge().toMillis(),
            Math.max(0, lag),
            sent,
            status.path("ingest").path("spans").asLong(),
            status.path("decisions").path("spans").asLong());
    samples.add(sample);
    progress.accept(sample.line());
  }

  /** A sentence on the hot trace; what is missing of it must be flagged on it. */
  private String judged(HotTrace hot) throws IOException, InterruptedException {
    if (plan.hotSpans() == 0) {
      return "no hot trace";
    }
    Asked.Found found = api.traceInPart(hot.id());
    boolean flagged = found.flags().contains("truncated");
    String sentence =
        String.format(
            Locale.ROOT,
            "hot trace %s: %,d spans sent, %s with %,d, flags %s",
            hot.id().hex(),
            hot.sent(),
            found.state(),
            found.spanCount(),
            found.flags());
    if (!found.state().equals("kept")
        || found.spanCount() > hot.sent()
        || (found.spanCount() < hot.sent()) != flagged) {
      findings.other(sentence);
    }
    return sentence;
  }

  private void sayLookups(int done) {
    if (done % LOOKUPS_A_LINE == 0) {
      progress.accept("  asked for " + done + " traces");
    }
  }

  private double secondsAt(double part) {
    return part * plan.lasting().toSeconds();
  }

  private double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }
}
