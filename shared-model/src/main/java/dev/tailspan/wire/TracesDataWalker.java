package dev.tailspan.wire;

/**
 * Goes through {@code TracesData} and hands out the place of each span, with what it came under.
 * Makes no object of it. Not for several threads.
 *
 * <p>The <em>head</em> of a ResourceSpans (or ScopeSpans) is all of its fields but the spans, byte
 * for byte: the resource (or scope), the schema_url, and what newer senders may have added. It is
 * itself such a message, without spans, so a resource that protobuf would merge from several pieces
 * is merged by whoever reads the head.
 */
public final class TracesDataWalker {
  private static final int RESOURCE_SPANS = 1;
  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;

  /** Takes what is found, in the order resource, scope, spans, scope, spans, resource, ... */
  public interface Visitor {
    /** A ResourceSpans begins; the array is used again afterwards. */
    void resource(byte[] head, int length) throws DecodeException;

    /** A ScopeSpans begins; the array is used again afterwards. */
    void scope(byte[] head, int length) throws DecodeException;

    /** A span, as it lies in the array that is walked. */
    void span(byte[] bytes, int offset, int length) throws DecodeException;
  }

  private final ProtoReader outer = new ProtoReader();
  private final ProtoReader middle = new ProtoReader();
  private final ProtoReader inner = new ProtoReader();
  private final ProtoWriter head = new ProtoWriter(1024);

  /** Walks well-formed bytes; of others it may hand out a part before it throws. */
  public void walk(ByteSlice tracesData, Visitor visitor) throws DecodeException {
    outer.reset(tracesData.array(), tracesData.offset(), tracesData.end());
    while (outer.hasMore()) {
      int tag = outer.readTag();
      if (tag == (RESOURCE_SPANS << 3 | ProtoReader.LENGTH)) {
        int length = outer.readLength();
        resourceSpans(tracesData.array(), outer.position(), length, visitor);
        outer.advance(length);
      } else {
        outer.skip(tag);
      }
    }
  }

  private void resourceSpans(byte[] bytes, int from, int length, Visitor visitor)
      throws DecodeException {
    // Fields may come in any order, so the head is gathered before the first span is handed out.
    middle.reset(bytes, from, from + length);
    copyHead(middle, true);
    visitor.resource(head.array(), head.size());
    middle.reset(bytes, from, from + length);
    while (middle.hasMore()) {
      int tag = middle.readTag();
      if (isScopeSpans(tag)) {
        int size = middle.readLength();
        scopeSpans(bytes, middle.position(), size, visitor);
        middle.advance(size);
      } else {
        middle.skip(tag);
      }
    }
  }

  private void scopeSpans(byte[] bytes, int from, int length, Visitor visitor)
      throws DecodeException {
    inner.reset(bytes, from, from + length);
    copyHead(inner, false);
    visitor.scope(head.array(), head.size());
    inner.reset(bytes, from, from + length);
    while (inner.hasMore()) {
      int tag = inner.readTag();
      if (tag == (SPANS << 3 | ProtoReader.LENGTH)) {
        int size = inner.readLength();
        visitor.span(bytes, inner.position(), size);
        inner.advance(size);
      } else {
        inner.skip(tag);
      }
    }
  }

  private void copyHead(ProtoReader in, boolean ofResource) throws DecodeException {
    head.clear();
    while (in.hasMore()) {
      int start = in.position();
      int tag = in.readTag();
      in.skip(tag);
      boolean body = ofResource ? isScopeSpans(tag) : tag == (SPANS << 3 | ProtoReader.LENGTH);
      if (!body) {
        head.raw(in.array(), start, in.position() - start);
      }
    }
  }

  private static boolean isScopeSpans(int tag) {
    return tag == (SCOPE_SPANS << 3 | ProtoReader.LENGTH)
        || tag == (OtlpSchema.OLD_SCOPE_SPANS << 3 | ProtoReader.LENGTH);
  }
}
