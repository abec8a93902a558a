package dev.tailspan.block;

import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Resource;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.OtlpProto;
import org.jspecify.annotations.Nullable;

/**
 * The resource of staged spans. Within one assembler equal resources are the same object, so what
 * is found out about one can be remembered by identity. Decoded when first asked; not for several
 * threads.
 */
public final class StagedResource {
  private final byte[] head;
  private final long hash;
  private @Nullable Resource decoded;

  StagedResource(byte[] head) {
    this.head = head;
    this.hash = Murmur3.hash64(head, 0, head.length, 0);
  }

  /** The first attribute of that name. */
  public @Nullable AttributeValue attribute(AttributeKey key) {
    return resource().attributes().get(key.name());
  }

  /** {@code service.name}, or "unknown_service". */
  public String serviceName() {
    return resource().serviceName();
  }

  public Resource resource() {
    Resource resource = decoded;
    if (resource == null) {
      try {
        resource = OtlpProto.decodeResource(ByteSlice.of(head), StagedSpan.LIMITS);
      } catch (DecodeException e) {
        throw new CorruptBlockException("a staged resource is malformed", e);
      }
      decoded = resource;
    }
    return resource;
  }

  /** Bytes of the fields of its ResourceSpans beside the spans. */
  int headSize() {
    return head.length;
  }

  long hash() {
    return hash;
  }
}
