package dev.tailspan.stores.parquet;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.tailspan.model.AttributeValue;
import dev.tailspan.model.Attributes;
import dev.tailspan.model.KeyValue;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One decoded {@link Remainder}; attribute lists are asked for in their order. */
final class RemainderReader {
  private final int[] numbers = new int[Remainder.LINK_FLAGS + 1];
  private @Nullable Long start;
  private @Nullable Long end;
  private String resourceSchemaUrl = "";
  private String scopeSchemaUrl = "";
  private Attributes scopeAttributes = Attributes.NONE;
  private ByteString types = ByteString.EMPTY;
  private final Deque<AttributeValue> nested = new ArrayDeque<>(0);
  private final Map<Integer, Attributes> exactLists = new HashMap<>(0);
  private final List<Integer> eventsDropped = new ArrayList<>(0);
  private final List<Long> eventTimes = new ArrayList<>(0);
  private final List<Integer> linksDropped = new ArrayList<>(0);
  private final List<Integer> linkFlags = new ArrayList<>(0);
  private int nextList;
  private int nextType;

  RemainderReader(byte[] bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      switch (field) {
        case Remainder.START -> start = in.readFixed64();
        case Remainder.END -> end = in.readFixed64();
        case Remainder.TYPES -> types = in.readBytes();
        case Remainder.NESTED -> nested.add(AnyValues.decode(in.readBytes()));
        case Remainder.EXACT_ATTRIBUTES ->
            exactLists.put(
                numbers[Remainder.EXACT_LIST], AnyValues.decodeAttributes(in.readBytes()));
        case Remainder.RESOURCE_SCHEMA_URL -> resourceSchemaUrl = in.readStringRequireUtf8();
        case Remainder.SCOPE_SCHEMA_URL -> scopeSchemaUrl = in.readStringRequireUtf8();
        case Remainder.SCOPE_ATTRIBUTES ->
            scopeAttributes = AnyValues.decodeAttributes(in.readBytes());
        case Remainder.EVENT_DROPPED -> eventsDropped.add(in.readUInt32());
        case Remainder.EVENT_TIME -> eventTimes.add(in.readFixed64());
        case Remainder.LINK_DROPPED -> linksDropped.add(in.readUInt32());
        case Remainder.LINK_FLAGS -> linkFlags.add(in.readUInt32());
        default -> number(field, in);
      }
    }
  }

  private void number(int field, CodedInputStream in) throws IOException {
    if (field >= numbers.length) {
      throw new IOException("field " + field + " of SpanRemainder is not known to this version");
    }
    numbers[field] = in.readUInt32();
  }

  /** A uint32 that comes once. */
  int number(int field) {
    return numbers[field];
  }

  long start(long column) {
    return start == null ? column : start;
  }

  long end(long exactStart, long duration) {
    return end == null ? exactStart + duration : end;
  }

  String resourceSchemaUrl() {
    return resourceSchemaUrl;
  }

  String scopeSchemaUrl() {
    return scopeSchemaUrl;
  }

  Attributes scopeAttributes() {
    return scopeAttributes;
  }

  int eventDropped(int event) {
    return eventsDropped.isEmpty() ? 0 : eventsDropped.get(event);
  }

  long eventTime(int event, long column) {
    return eventTimes.isEmpty() ? column : eventTimes.get(event);
  }

  int linkDropped(int link) {
    return linksDropped.isEmpty() ? 0 : linksDropped.get(link);
  }

  int linkFlags(int link) {
    return linkFlags.isEmpty() ? 0 : linkFlags.get(link);
  }

  /** The next attribute list, of which the MAP column says these keys and texts. */
  Attributes attributes(List<String> keys, List<String> texts) {
    Attributes exact = exactLists.get(nextList++);
    if (exact != null) {
      return exact;
    }
    if (keys.isEmpty()) {
      return Attributes.NONE;
    }
    List<KeyValue> entries = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      entries.add(new KeyValue(keys.get(i), value(texts.get(i))));
    }
    return new Attributes(entries);
  }

  private AttributeValue value(String text) {
    int index = nextType++;
    ValueType type = index < types.size() ? ValueType.of(types.byteAt(index)) : ValueType.STRING;
    return type == ValueType.NESTED ? nested.remove() : type.parse(text);
  }
}
