package dev.tailspan.redact;

import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.OtlpSchema;
import dev.tailspan.wire.ProtoReader;
import dev.tailspan.wire.ProtoWriter;
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
    String key = key(in);
    ByteSlice whole = new ByteSlice(in.array(), start, in.position() - start);
    in.leave(outer);
    return switch (judge.of(level, key, nested)) {
      case KEEP -> false;
      case DROP -> true;
      case MASK -> replace(field, key, Texts.MASK, out);
      case HASH -> replace(field, key, texts.hash(ScalarText.ofAttribute(whole)), out);
      case BLOCKED -> block(field, key, ScalarText.ofAttribute(whole), out);
      case SEARCH -> search(level, field, whole, out);
    };
  }

  /** The key of the message up to the reader's limit. */
  private static String key(ProtoReader in) throws DecodeException {
    String key = "";
    while (in.hasMore()) {
      int tag = in.readTag();
      if (tag == KEY_TAG) {
        key = in.readString();
      } else {
        in.skip(tag);
      }
    }
    return key;
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
