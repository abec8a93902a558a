package dev.tailspan.block;

import dev.tailspan.model.Scope;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.OtlpProto;
import org.jspecify.annotations.Nullable;

/** The scope of staged spans, under its resource. */
final class StagedScope {
  private final StagedResource resource;
  private final byte[] head;
  private final long hash;
  private @Nullable Scope decoded;

  StagedScope(StagedResource resource, byte[] head) {
    this.resource = resource;
    this.head = head;
    this.hash = Murmur3.hash64(head, 0, head.length, resource.hash());
  }

  StagedResource resource() {
    return resource;
  }

  Scope scope() {
    Scope scope = decoded;
    if (scope == null) {
      try {
        scope = OtlpProto.decodeScope(ByteSlice.of(head), StagedSpan.LIMITS);
      } catch (DecodeException e) {
        throw new CorruptBlockException("a staged scope is malformed", e);
      }
      decoded = scope;
    }
    return scope;
  }

  /** Bytes of the fields of its ScopeSpans beside the spans. */
  int headSize() {
    return head.length;
  }

  /** Of the resource and the scope; the seed for the hashes of the spans under them. */
  long hash() {
    return hash;
  }
}
