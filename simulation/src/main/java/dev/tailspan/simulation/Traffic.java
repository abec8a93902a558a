package dev.tailspan.simulation;

import dev.tailspan.model.Attributes;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import dev.tailspan.model.TraceId;
import dev.tailspan.simulation.OddRecords.Odd;
import dev.tailspan.wire.OtlpProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;

/** What publishers send: small traces, some of which are to be kept. */
final class Traffic {
  private static final long MILLI = 1_000_000;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long DAY_MILLIS = 86_400_000;
  private static final long LATEST_MILLIS = 15 * 60_000;

  private final Scenario scenario;
  private final World world;
  private final Tally tally;
  private final Dice dice;
  private final List<Packet> packets = new ArrayList<>();
  private final Random shuffle;
  private final OddRecords odd;

  /**
   * A record on its way.
   *
   * @param spans those that are well
   * @param isWhole all of its spans are well
   */
  record Packet(
      long atMillis,
      long stepBackMillis,
      String partitionKey,
      byte[] data,
      List<Span> spans,
      boolean isWhole) {}

  Traffic(Scenario scenario, World world, Tally tally) {
    this.scenario = scenario;
    this.world = world;
    this.tally = tally;
    this.dice = new Dice(scenario.seed(), "traffic");
    this.shuffle = new Random(dice.number());
    this.odd = new OddRecords(new Dice(scenario.seed(), "odd records"));
  }

  /** All records, by none of their times sorted. */
  List<Packet> packets() {
    for (int i = 0; i < scenario.traces(); i++) {
      trace(world.now() + dice.between(0, scenario.trafficMillis()));
    }
    some(FaultKind.POISON_RECORD, odd::poison);
    some(FaultKind.OVERSIZE_RECORD, odd::oversize);
    some(FaultKind.HOSTILE_RECORD, odd::hostile);
    return packets;
  }

  private void trace(long start) {
    TraceId id = new TraceId(dice.number() | 1, dice.number());
    int kind = dice.between(0, 7); // 0 fails, 1 is slow, 2 is gold, the others are well
    boolean hot = scenario.has(FaultKind.HOT_TRACE) && dice.chance(0.15);
    boolean endless = scenario.has(FaultKind.NEVER_QUIET) && dice.chance(0.15);
    int size = hot ? dice.between(30, 120) : dice.between(1, 8);
    long skew =
        scenario.has(FaultKind.PUBLISHER_CLOCK_SKEW) && dice.chance(0.5)
            ? happened(FaultKind.PUBLISHER_CLOCK_SKEW, dice.between(-DAY_MILLIS, DAY_MILLIS))
            : 0;
    List<Span> spans = new ArrayList<>();
    SpanId root = new SpanId(dice.number() | 1);
    for (int i = 0; i < size; i++) {
      spans.add(
          span(id, i == 0 ? root : new SpanId(dice.number() | 1), root, i, start + skew, kind));
    }
    if (kind == 0) {
      int failed = dice.between(0, size - 1);
      Span span = spans.get(failed);
      spans.set(failed, span.toBuilder().status(new Status(Status.Code.ERROR, "no")).build());
    }
    if (scenario.has(FaultKind.CONFLICTING_SPANS) && dice.chance(0.3)) {
      tally.happened(FaultKind.CONFLICTING_SPANS);
      Span twin = dice.oneOf(spans);
      spans.add(twin.toBuilder().name(twin.name() + " again").build());
    }
    if (hot) {
      tally.happened(FaultKind.HOT_TRACE);
    }
    send(spans, start, endless);
  }

  private <T> T happened(FaultKind kind, T value) {
    tally.happened(kind);
    return value;
  }

  private Span span(TraceId id, SpanId span, SpanId root, int number, long start, int kind) {
    long from = (start + dice.between(0, 50)) * MILLI;
    long took = (kind == 1 && number == 0 ? 900 : dice.between(1, 200)) * MILLI;
    return Span.builder(id, span)
        .resource(
            new Resource(Attributes.ofStrings("service.name", "service-" + number % 3), 0, ""))
        .parentSpanId(number == 0 ? SpanId.NONE : root)
        .name("operation-" + number)
        .kind(SpanKind.SERVER)
        .attributes(
            kind == 2 && number == 0
                ? Attributes.ofStrings("tier", "gold")
                : Attributes.ofStrings("tier", "plain"))
        .times(from, from + took)
        .build();
  }

  private void send(List<Span> spans, long start, boolean endless) {
    List<Span> order = new ArrayList<>(spans);
    if (scenario.has(FaultKind.OUT_OF_ORDER)) {
      tally.happened(FaultKind.OUT_OF_ORDER);
      Collections.shuffle(order, shuffle);
    }
    long at = start + 100;
    for (int from = 0; from < order.size(); ) {
      int to = Math.min(order.size(), from + dice.between(1, 5));
      boolean late = scenario.has(FaultKind.LATE_SPANS) && dice.chance(0.2);
      long when = at;
      if (late) {
        tally.happened(FaultKind.LATE_SPANS);
        when = at + dice.between(0, LATEST_MILLIS);
      }
      packet(when, order.subList(from, to));
      at +=
          endless
              ? dice.between(1_000, scenario.quietSlices() * Scenario.SLICE_MILLIS)
              : dice.between(0, 3_000);
      from = to;
    }
    if (endless) {
      tally.happened(FaultKind.NEVER_QUIET);
    }
  }

  private void packet(long at, List<Span> some) {
    List<Span> spans = List.copyOf(some);
    byte[] data = OtlpProto.encode(spans);
    add(at, data, spans, true);
    if (scenario.has(FaultKind.PUBLISHER_RETRY) && dice.chance(0.2)) {
      tally.happened(FaultKind.PUBLISHER_RETRY);
      add(at + dice.between(0, 60_000), data, spans, true);
    }
  }

  private void add(long at, byte[] data, List<Span> spans, boolean isWhole) {
    String key =
        scenario.has(FaultKind.HOT_SHARD)
            ? happened(FaultKind.HOT_SHARD, "hot")
            : Integer.toString(dice.between(0, 1_000_000));
    long when = at;
    long back = 0;
    if (scenario.has(FaultKind.ARRIVAL_STEPS_BACK) && dice.chance(0.3)) {
      tally.happened(FaultKind.ARRIVAL_STEPS_BACK);
      back = dice.between(1L, Scenario.SLACK_MILLIS / 2 - 1);
      if (dice.chance(0.5)) {
        // Over the end of a step, at the moment finalize begins to decide it.
        long end = (at / MINUTE_MILLIS + 1) * MINUTE_MILLIS;
        when = end + dice.between(0L, back - 1);
        // And behind one that has moved the shard's watermark to that end.
        Span other = odd.small(end);
        packets.add(
            new Packet(end, 0, key, OtlpProto.encode(List.of(other)), List.of(other), true));
      }
    }
    packets.add(new Packet(when, back, key, data, spans, isWhole));
  }

  private void some(FaultKind kind, LongFunction<Odd> odd) {
    if (!scenario.has(kind)) {
      return;
    }
    for (int i = dice.between(1, 4); i > 0; i--) {
      tally.happened(kind);
      long at = world.now() + dice.between(0, scenario.trafficMillis());
      Odd record = odd.apply(at);
      add(at, record.data(), record.spans(), record.isWhole());
    }
  }
}
