package dev.tailspan.redact;

import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.OtlpSchema;
import dev.tailspan.wire.ProtoReader;
import dev.tailspan.wire.ProtoWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes attributes again as rules want them, values within values too. Of a field that stands
 * twice the last counts, as for every reader of protobuf; each is looked at.
 */
final class ValueRewriter {
  private static final int KEY_TAG = 1 << 3 | ProtoReader.LENGTH;
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int TEXT = 1;

  private final Texts texts;
  private final Verdict.Judge judge;
  private final boolean allTypes;
  private final ProtoReader scalars = new ProtoReader();

  ValueRewriter(Texts texts, Verdict.Judge judge, boolean allTypes) {
    this.texts = texts;
    this.judge = judge;
    this.allTypes = allTypes;
  }

  /**
   * Reads a {@code KeyValue} from its length on and writes it as the field of that number.
   *
   * @return whether it changes; if not, what was written is void
   */
  boolean attribute(Level level, int field, ProtoReader in, ProtoWriter out)
      throws DecodeException {
    return attribute(level, field, in, out, false);
  }

  private boolean attribute(Level level, int field, ProtoReader in, ProtoWriter out, boolean nested)
      throws DecodeException {
    int outer = in.enter();
    int start = in.position();
    int keyFrom = start;
    int keyLength = 0;
    int valueFrom = start;
    int valueLength = 0;
    int values = 0;
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag == KEY_TAG) {
        keyLength = in.readLength();
        keyFrom = in.position();
        in.advance(keyLength);
      } else if (tag == ScalarText.VALUE_TAG) {
        valueLength = in.readLength();
        valueFrom = in.position();
        in.advance(valueLength);
        values++;
      } else {
        in.skip(tag);
      }
    }
    ByteSlice whole = new ByteSlice(in.array(), start, in.position() - start);
    in.leave(outer);
    Verdict verdict = judge.of(level, in.array(), keyFrom, keyLength, nested);
    if (verdict == Verdict.KEEP
        || (verdict == Verdict.SEARCH
            && values <= 1
            && isCleanScalar(in.array(), valueFrom, valueLength))) {
      return false;
    }
    String key = new String(in.array(), keyFrom, keyLength, StandardCharsets.UTF_8);
    return switch (verdict) {
      case KEEP -> false;
      case DROP -> true;
      case MASK -> replace(field, key, Texts.MASK, out);
      case HASH -> replace(field, key, texts.hash(ScalarText.ofAttribute(whole)), out);
      case BLOCKED -> block(field, key, ScalarText.ofAttribute(whole), out);
      case SEARCH -> search(level, field, whole, out);
    };
  }

  /**
   * Whether these bytes of an {@code AnyValue} are one scalar, or none, in which nothing changes.
   */
  private boolean isCleanScalar(byte[] bytes, int from, int length) throws DecodeException {
    if (length == 0) {
      return true;
    }
    scalars.reset(bytes, from, from + length);
    int tag = scalars.readTag();
    if (tag == ScalarText.TEXT_TAG) {
      int textLength = scalars.readLength();
      int textFrom = scalars.position();
      return textFrom + textLength == from + length
          && texts.searched(bytes, textFrom, textLength) == null;
    }
    if (!ScalarText.isScalar(tag) || (allTypes && texts.search())) {
      return false;
    }
    scalars.skip(tag);
    return !scalars.hasMore();
  }

  private boolean block(int field, String key, String text, ProtoWriter out) {
    return !texts.isAllowed(text) && replace(field, key, texts.replacement(text), out);
  }

  private static boolean replace(int field, String key, String text, ProtoWriter out) {
    int attribute = out.begin(field);
    out.string(KEY, key);
    int value = out.begin(VALUE);
    out.string(TEXT, text);
    out.end(value);
    out.end(attribute);
    return true;
  }

  private boolean search(Level level, int field, ByteSlice keyValue, ProtoWriter out)
      throws DecodeException {
    int mark = out.begin(field);
    boolean changed = within(OtlpSchema.KEY_VALUE, level, new ProtoReader(keyValue), out);
    out.end(mark);
    return changed;
  }

  /** Copies a message of a value up to the reader's limit. @return whether anything changed */
  private boolean within(OtlpSchema type, Level level, ProtoReader in, ProtoWriter out)
      throws DecodeException {
    boolean changed = false;
    while (in.hasMore()) {
      int start = in.position();
      int before = out.size();
      int tag = in.readTag();
      boolean changes =
          type == OtlpSchema.ANY_VALUE && ScalarText.isScalar(tag)
              ? scalar(tag, in, out)
              : inner(type, level, tag, in, out);
      changed |= changes;
      if (!changes) {
        out.truncate(before);
        out.raw(in.array(), start, in.position() - start);
      }
    }
    return changed;
  }

  private boolean scalar(int tag, ProtoReader in, ProtoWriter out) throws DecodeException {
    boolean isText = tag == ScalarText.TEXT_TAG;
    if (!texts.search() || (!isText && !allTypes)) {
      in.skip(tag);
      return false;
    }
    @Nullable String left = texts.searched(ScalarText.read(tag, in));
    if (left != null) {
      out.string(TEXT, left);
    }
    return left != null;
  }

  private boolean inner(OtlpSchema type, Level level, int tag, ProtoReader in, ProtoWriter out)
      throws DecodeException {
    int field = tag >>> 3;
    if ((tag & 7) != ProtoReader.LENGTH || type.kind(field) != OtlpSchema.Kind.MESSAGE) {
      in.skip(tag);
      return false;
    }
    OtlpSchema message = type.message(field);
    if (message == OtlpSchema.KEY_VALUE) {
      return attribute(level, field, in, out, true);
    }
    int outer = in.enter();
    int mark = out.begin(field);
    boolean changed = within(message, level, in, out);
    out.end(mark);
    in.leave(outer);
    return changed;
  }
}
