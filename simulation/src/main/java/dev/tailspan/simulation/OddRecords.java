package dev.tailspan.simulation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanBuilder;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import dev.tailspan.wire.OtlpProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Records as a publisher with a fault sends them, or somebody who means harm. */
final class OddRecords {
  private static final long MILLI = 1_000_000;
  private static final String MARK = "no UTF-8 here";

  private final Dice dice;

  OddRecords(Dice dice) {
    this.dice = dice;
  }

  /**
   * A record and what must come of it.
   *
   * @param spans those that are well, to be staged as they are
   * @param isWhole all of its spans are well; else it is to be quarantined
   */
  record Odd(byte[] data, List<Span> spans, boolean isWhole) {
    static Odd refused(byte[] data) {
      return new Odd(data, List.of(), false);
    }

    static Odd well(List<Span> spans) {
      return new Odd(OtlpProto.encode(spans), spans, true);
    }
  }

  /** A trace of one span. */
  Span small(long at) {
    return span(id(), 1, at).build();
  }

  /** One that cannot be decoded, or of which a span has no trace. */
  Odd poison(long at) {
    return switch (dice.between(0, 2)) {
      case 0 -> Odd.refused("no spans at all".getBytes(UTF_8));
      case 1 -> {
        byte[] noise = noise(dice.between(1, 200));
        noise[0] = (byte) 0xff; // no field of OTLP begins so, nor any envelope
        yield Odd.refused(noise);
      }
      default -> beside(at, span(new TraceId(0, 0), 1, at).build());
    };
  }

  /** One that is large: its block goes to S3. Or one with a span that is beyond the limit. */
  Odd oversize(long at) {
    if (dice.chance(0.3)) {
      String large = "x".repeat(Scenario.LIMITS.maxSpanBytes());
      return beside(at, span(id(), 1, at).attributes(attribute("large", large)).build());
    }
    TraceId id = id();
    // Digits of noise, as what compresses well is not large once it is staged.
    String text = new String(noise(dice.between(9_000, 60_000)), ISO_8859_1);
    Attributes attributes = new Attributes(List.of(text("tier", "gold"), text("body", text)));
    return Odd.well(
        IntStream.rangeClosed(1, dice.between(1, 3))
            .mapToObj(i -> span(id, i, at).attributes(attributes).build())
            .toList());
  }

  /** One that is made to break what reads it. */
  Odd hostile(long at) {
    TraceId id = id();
    return switch (dice.between(0, 7)) {
      case 0 -> Odd.refused(gzip(new byte[2 * Scenario.LIMITS.maxDecodedBytes()]));
      case 1 -> {
        byte[] cut = OtlpProto.encode(List.of(span(id, 1, at).build()));
        yield Odd.refused(Arrays.copyOf(cut, cut.length - dice.between(1, 9)));
      }
      case 2 -> {
        byte[] broken = noise(100);
        System.arraycopy(new byte[] {0x1f, (byte) 0x8b, 8, 0}, 0, broken, 0, 4);
        yield Odd.refused(broken);
      }
      case 3 ->
          Odd.refused(OtlpProto.encode(List.of(span(id, 1, at).attributes(nested()).build())));
      case 4 -> {
        Span good = span(id, 1, at).build();
        byte[] data =
            OtlpProto.encode(List.of(span(id, 1, at).attributes(attribute("text", MARK)).build()));
        spoil(data);
        yield new Odd(data, List.of(good), true);
      }
      case 5 -> // ends before it begins
          Odd.well(List.of(span(id, 1, at).times(at * MILLI, (at - 5_000) * MILLI).build()));
      case 6 -> // parents in a circle, and one that is its own
          Odd.well(
              List.of(
                  span(id, 1, at).parentSpanId(new SpanId(2)).build(),
                  span(id, 2, at).parentSpanId(new SpanId(1)).build(),
                  span(id, 3, at).parentSpanId(new SpanId(3)).build()));
      default ->
          Odd.well(
              List.of(
                  span(id, 1, at)
                      .name("")
                      .attributes(
                          new Attributes(
                              IntStream.range(0, 1_000)
                                  .mapToObj(i -> text("key" + i % 500, "<b>\u001b[31m"))
                                  .toList()))
                      .build()));
    };
  }

  private Odd beside(long at, Span bad) {
    Span good = span(id(), dice.number() | 1, at).attributes(attribute("tier", "gold")).build();
    return new Odd(OtlpProto.encode(List.of(good, bad)), List.of(good), false);
  }

  private TraceId id() {
    return new TraceId(dice.number() | 1, dice.number());
  }

  private static SpanBuilder span(TraceId id, long number, long at) {
    return Span.builder(id, new SpanId(number))
        .name("odd-" + number)
        .times(at * MILLI, (at + 10) * MILLI);
  }

  private static Attributes attribute(String key, String value) {
    return Attributes.ofStrings(key, value);
  }

  private static KeyValue text(String key, String value) {
    return new KeyValue(key, new AttributeValue.StringValue(value));
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (byte) dice.number();
    }
    return noise;
  }

  /** Puts bytes in the place of a text that no text has. */
  private static void spoil(byte[] data) {
    int at = new String(data, ISO_8859_1).indexOf(MARK);
    Arrays.fill(data, at, at + MARK.length(), (byte) 0xff);
  }

  /** Lists within lists, two messages each. */
  private static Attributes nested() {
    AttributeValue value = new AttributeValue.StringValue("x");
    for (int depth = 0; depth < Scenario.LIMITS.maxNesting(); depth++) {
      value = new AttributeValue.ArrayValue(List.of(value));
    }
    return new Attributes(List.of(new KeyValue("deep", value)));
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
