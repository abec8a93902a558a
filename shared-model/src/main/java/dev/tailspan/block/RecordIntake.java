package dev.tailspan.block;

import dev.tailspan.block.Outcome.Rejection;
import dev.tailspan.redact.Redaction;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpValidator;
import dev.tailspan.wire.SpanHeader;
import dev.tailspan.wire.TracesDataWalker;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the spans of one record after another into the index, or none of a record that fails. */
final class RecordIntake implements TracesDataWalker.Visitor {
  private final TracesDataWalker walker = new TracesDataWalker();
  private final SpanHeader header = new SpanHeader();
  private final OtlpValidator validator;
  private final OtlpValidator linkValidator;
  private final Layout layout;
  private final Limits limits;
  private final SpanIndex index;
  private final HeadTable resources;
  private final HeadTable scopes;
  private final @Nullable Redaction redaction;

  private Map<Rejection, Integer> rejected = new EnumMap<>(Rejection.class);
  private boolean linksAreSuspect;
  private int record;
  private int resource;
  private int scope;

  RecordIntake(
      Layout layout,
      Limits limits,
      SpanIndex index,
      HeadTable resources,
      HeadTable scopes,
      @Nullable Redaction redaction) {
    this.layout = layout;
    this.limits = limits;
    this.index = index;
    this.resources = resources;
    this.scopes = scopes;
    this.redaction = redaction;
    this.validator = new OtlpValidator(limits);
    this.linkValidator = new OtlpValidator(limits);
  }

  /**
   * Takes the payloads of a record.
   *
   * @param record its number in this batch
   * @throws DecodeException when one of them is malformed; the index is as it was
   */
  Outcome take(int record, List<ByteSlice> payloads) throws DecodeException {
    int before = index.size();
    this.record = record;
    rejected = new EnumMap<>(Rejection.class);
    boolean complete = false;
    try {
      for (ByteSlice payload : payloads) {
        ByteSlice valid = validator.validate(payload);
        linksAreSuspect = validator.foundBadLinkId();
        walker.walk(redaction == null ? valid : redaction.apply(valid), this);
      }
      complete = true;
    } finally {
      if (!complete) {
        index.truncate(before);
      }
    }
    return new Outcome(index.size() - before, rejected);
  }

  @Override
  public void resource(byte[] head, int length) throws DecodeException {
    bound(length, "resource");
    resource = resources.number(HeadTable.NO_PARENT, head, length);
  }

  @Override
  public void scope(byte[] head, int length) throws DecodeException {
    bound(length, "scope");
    scope = scopes.number(resource, head, length);
  }

  @Override
  public void span(byte[] bytes, int offset, int length) throws DecodeException {
    header.read(bytes, offset, length);
    Rejection rejection = rejection(bytes, offset, length);
    if (rejection != null) {
      rejected.merge(rejection, 1, Integer::sum);
      return;
    }
    int bucket = layout.bucket(header.traceIdHigh(), header.traceIdLow());
    index.add(bytes, offset, length, scope, bucket, record);
  }

  private @Nullable Rejection rejection(byte[] bytes, int offset, int length)
      throws DecodeException {
    if (header.traceIdLength() != 16) {
      return Rejection.TRACE_ID_LENGTH;
    } else if ((header.traceIdHigh() | header.traceIdLow()) == 0) {
      return Rejection.TRACE_ID_ZERO;
    } else if (header.spanIdLength() != 8) {
      return Rejection.SPAN_ID_LENGTH;
    } else if (header.spanId() == 0) {
      return Rejection.SPAN_ID_ZERO;
    } else if (header.parentSpanIdLength() != 8 && header.parentSpanIdLength() != 0) {
      return Rejection.PARENT_SPAN_ID_LENGTH;
    } else if (length > limits.maxSpanBytes()) {
      return Rejection.SPAN_TOO_LARGE;
    }
    return linksAreSuspect && linkValidator.hasBadLinkId(bytes, offset, length)
        ? Rejection.LINK_ID_LENGTH
        : null;
  }

  private void bound(int length, String what) throws DecodeException {
    if (length > limits.maxSpanBytes()) {
      throw new DecodeException(
          DecodeException.Reason.TOO_LARGE,
          "a " + what + " has " + length + " bytes; " + limits.maxSpanBytes() + " are allowed");
    }
  }
}
