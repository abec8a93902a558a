package dev.tailspan.functions.self;

import dev.tailspan.model.Span;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Invocations that are all traced, with what they publish kept here. */
public final class TestInvocations {
  private final List<byte[]> records = new ArrayList<>();
  private final Invocations invocations;
  private String xrayHeader = "";
  private Optional<String> refusal = Optional.empty();
  private long nanos = 5_000_000_000L;

  public TestInvocations(String function) {
    invocations =
        new Invocations(
            function,
            new OwnTraces(1, this::take),
            Optional.of("spans"),
            new Random(7),
            () -> 1_764_000_000_000L,
            () -> nanos += 1_000_000,
            () -> xrayHeader);
  }

  private Optional<String> take(byte[] record) {
    if (refusal.isEmpty()) {
      records.add(record);
    }
    return refusal;
  }

  public Invocations invocations() {
    return invocations;
  }

  /** What Lambda says of the next invocations. */
  void xrayHeader(String header) {
    xrayHeader = header;
  }

  /** Lets all that is published be lost. */
  void refuse(String reason) {
    refusal = Optional.of(reason);
  }

  /** Each trace that was published, the invocation's span first. */
  public List<List<Span>> published() {
    return records.stream().map(TestInvocations::decode).toList();
  }

  private static List<Span> decode(byte[] record) {
    try {
      return OtlpProto.decode(record, Limits.DEFAULT);
    } catch (DecodeException e) {
      throw new AssertionError(e);
    }
  }
}
