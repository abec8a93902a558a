package dev.tailspan.ottl;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.model.Event;
import dev.tailspan.model.Span;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a condition is asked about: a span, or one of its events. The span is decoded only when
 * something asks for what does not lie open. Not for several threads.
 */
public final class OttlContext {
  /** Stands for a time nobody said. */
  public static final long UNKNOWN_TIME = Long.MIN_VALUE;

  /** For literals, which look at nothing. */
  static final OttlContext NOWHERE = new OttlContext(null, UNKNOWN_TIME);

  private final @Nullable StagedSpan span;
  private final long decidedAtUnixNano;
  private @Nullable Span decoded;
  private @Nullable Event event;

  private OttlContext(@Nullable StagedSpan span, long decidedAtUnixNano) {
    this.span = span;
    this.decidedAtUnixNano = decidedAtUnixNano;
  }

  /**
   * @param decidedAtUnixNano what {@code Now()} gives; {@link #UNKNOWN_TIME} makes it an error
   */
  public static OttlContext of(StagedSpan span, long decidedAtUnixNano) {
    return new OttlContext(span, decidedAtUnixNano);
  }

  /** The span's events, to be asked about one by one. */
  public List<Event> events() {
    return decoded().events();
  }

  /** The same span, at that event of it. */
  public OttlContext at(Event event) {
    OttlContext at = new OttlContext(span, decidedAtUnixNano);
    at.decoded = decoded;
    at.event = event;
    return at;
  }

  StagedSpan span() {
    return Objects.requireNonNull(span);
  }

  Event event() {
    return Objects.requireNonNull(event);
  }

  Span decoded() {
    Span whole = decoded;
    if (whole == null) {
      whole = span().decode();
      decoded = whole;
    }
    return whole;
  }

  ZonedDateTime now() throws OttlEvaluationException {
    if (decidedAtUnixNano == UNKNOWN_TIME) {
      throw new OttlEvaluationException("nobody has said what time it is");
    }
    return Times.ofUnixNano(decidedAtUnixNano);
  }
}
