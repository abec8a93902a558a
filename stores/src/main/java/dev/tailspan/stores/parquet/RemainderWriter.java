package dev.tailspan.stores.parquet;

import static dev.tailspan.stores.parquet.Remainder.clamp;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.tailspan.model.Event;
import dev.tailspan.model.Link;
import dev.tailspan.model.Resource;
import dev.tailspan.model.Scope;
import dev.tailspan.model.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.io.api.Binary;

/** Writes {@link Remainder}s, one after the other. */
final class RemainderWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes, 1024);
  private byte[] types = new byte[64];

  /**
   * @param lists the span's attribute lists in their order
   */
  Binary write(Span span, List<TextAttributes> lists) {
    bytes.reset();
    try {
      resourceAndScope(span.resource(), span.scope());
      number(Remainder.FLAGS, span.flags());
      number(Remainder.DROPPED_ATTRIBUTES, span.droppedAttributesCount());
      number(Remainder.DROPPED_EVENTS, span.droppedEventsCount());
      number(Remainder.DROPPED_LINKS, span.droppedLinksCount());
      times(span);
      attributes(lists);
      events(span.events());
      links(span.links());
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory", e);
    }
    return bytes.size() == 0 ? Binary.EMPTY : Binary.fromConstantByteArray(bytes.toByteArray());
  }

  private void resourceAndScope(Resource resource, Scope scope) throws IOException {
    number(Remainder.RESOURCE_DROPPED, resource.droppedAttributesCount());
    text(Remainder.RESOURCE_SCHEMA_URL, resource.schemaUrl());
    number(Remainder.SCOPE_DROPPED, scope.droppedAttributesCount());
    text(Remainder.SCOPE_SCHEMA_URL, scope.schemaUrl());
    if (!scope.attributes().isEmpty()) {
      out.writeBytes(Remainder.SCOPE_ATTRIBUTES, AnyValues.encode(scope.attributes()));
    }
  }

  private void times(Span span) throws IOException {
    long start = span.startTimeUnixNano();
    if (clamp(start) != start) {
      out.writeFixed64(Remainder.START, start);
    }
    if (start + clamp(span.durationNanos()) != span.endTimeUnixNano()) {
      out.writeFixed64(Remainder.END, span.endTimeUnixNano());
    }
  }

  private void attributes(List<TextAttributes> lists) throws IOException {
    int count = 0;
    int used = 0;
    for (int number = 0; number < lists.size(); number++) {
      TextAttributes list = lists.get(number);
      ByteString exact = list.exact();
      if (exact != null) {
        out.writeUInt32(Remainder.EXACT_LIST, number);
        out.writeBytes(Remainder.EXACT_ATTRIBUTES, exact);
        continue;
      }
      for (ByteString nested : list.nested()) {
        out.writeBytes(Remainder.NESTED, nested);
      }
      for (byte type : list.types()) {
        if (count == types.length) {
          types = Arrays.copyOf(types, 2 * count);
        }
        types[count++] = type;
        used = type == 0 ? used : count;
      }
    }
    if (used > 0) {
      out.writeByteArray(Remainder.TYPES, types, 0, used);
    }
  }

  private void events(List<Event> events) throws IOException {
    boolean dropped = false;
    boolean clamped = false;
    for (Event event : events) {
      dropped |= event.droppedAttributesCount() != 0;
      clamped |= event.timeUnixNano() < 0;
    }
    for (Event event : events) {
      if (dropped) {
        out.writeUInt32(Remainder.EVENT_DROPPED, event.droppedAttributesCount());
      }
      if (clamped) {
        out.writeFixed64(Remainder.EVENT_TIME, event.timeUnixNano());
      }
    }
  }

  private void links(List<Link> links) throws IOException {
    boolean dropped = false;
    boolean flagged = false;
    for (Link link : links) {
      dropped |= link.droppedAttributesCount() != 0;
      flagged |= link.flags() != 0;
    }
    for (Link link : links) {
      if (dropped) {
        out.writeUInt32(Remainder.LINK_DROPPED, link.droppedAttributesCount());
      }
      if (flagged) {
        out.writeUInt32(Remainder.LINK_FLAGS, link.flags());
      }
    }
  }

  private void number(int field, int value) throws IOException {
    if (value != 0) {
      out.writeUInt32(field, value);
    }
  }

  private void text(int field, String value) throws IOException {
    if (!value.isEmpty()) {
      out.writeString(field, value);
    }
  }
}
