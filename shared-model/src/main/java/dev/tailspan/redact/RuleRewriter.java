package dev.tailspan.redact;

import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.OtlpSchema;
import dev.tailspan.wire.OtlpSchema.Kind;
import dev.tailspan.wire.ProtoReader;
import dev.tailspan.wire.ProtoWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes OTLP again as one set of rules wants it. A message in which nothing changes is copied byte
 * for byte, with all its oddities. Not for several threads.
 */
final class RuleRewriter {
  private static final int SPAN_NAME = 5;
  private static final int EVENT_NAME = 2;
  private static final int STATUS_MESSAGE = 2;

  private final Texts texts;
  private final Verdict.Judge judge;
  private final ValueRewriter values;
  private final boolean namesAndMessages;

  RuleRewriter(RedactionRules rules, byte[] key) {
    this.texts = new Texts(rules, key);
    this.judge = new Verdict.Judge(rules);
    this.values = new ValueRewriter(texts, judge, rules.allTypes());
    this.namesAndMessages = rules.namesAndMessages() && texts.search();
  }

  ByteSlice apply(ByteSlice tracesData) throws DecodeException {
    ProtoWriter out = new ProtoWriter(tracesData.length() + 64);
    boolean changed = message(OtlpSchema.TRACES_DATA, new ProtoReader(tracesData), out);
    return changed ? ByteSlice.of(out.toBytes()) : tracesData;
  }

  /** Copies a message up to the reader's limit. @return whether anything in it changed */
  private boolean message(OtlpSchema type, ProtoReader in, ProtoWriter out) throws DecodeException {
    Level level = Level.of(type);
    boolean changed = false;
    while (in.hasMore()) {
      int start = in.position();
      int before = out.size();
      int tag = in.readTag();
      if (field(type, level, tag, in, out)) {
        changed = true;
      } else {
        out.truncate(before);
        out.raw(in.array(), start, in.position() - start);
      }
    }
    return changed;
  }

  /** Reads a field to its end and writes it if it changes; otherwise what it wrote is void. */
  private boolean field(
      OtlpSchema type, @Nullable Level level, int tag, ProtoReader in, ProtoWriter out)
      throws DecodeException {
    int field = tag >>> 3;
    boolean delimited = (tag & 7) == ProtoReader.LENGTH;
    if (delimited && type.kind(field) == Kind.MESSAGE) {
      OtlpSchema inner = type.message(field);
      if (inner == OtlpSchema.KEY_VALUE) {
        return level != null ? values.attribute(level, field, in, out) : skip(tag, in);
      }
      int outer = in.enter();
      int mark = out.begin(field);
      boolean changed = message(inner, in, out);
      out.end(mark);
      in.leave(outer);
      return changed;
    }
    if (delimited && namesAndMessages && isNameOrMessage(type, field)) {
      return nameOrMessage(field, in, out);
    }
    return skip(tag, in);
  }

  private boolean nameOrMessage(int field, ProtoReader in, ProtoWriter out) throws DecodeException {
    int length = in.readLength();
    int from = in.position();
    in.advance(length);
    String text = texts.searched(in.array(), from, length);
    if (text != null) {
      out.string(field, text);
    }
    return text != null;
  }

  private static boolean skip(int tag, ProtoReader in) throws DecodeException {
    in.skip(tag);
    return false;
  }

  private static boolean isNameOrMessage(OtlpSchema type, int field) {
    return switch (type) {
      case SPAN -> field == SPAN_NAME;
      case EVENT -> field == EVENT_NAME;
      case STATUS -> field == STATUS_MESSAGE;
      default -> false;
    };
  }
}
