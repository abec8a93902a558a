package dev.tailspan.local.cli;

import dev.tailspan.block.StagedTrace;
import dev.tailspan.redact.Redaction;
import dev.tailspan.wire.ByteSlice;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import dev.tailspan.wire.OtlpProto;
import dev.tailspan.wire.OtlpValidator;
import dev.tailspan.wire.RecordDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A file of traces as they were received, every ResourceSpans and every span as it stands there:
 * OTLP/JSON (an object, several, or a list), OTLP protobuf, the messages of the Collector's file
 * exporter with their lengths in front, or any record we read, in whatever it is packed in.
 */
final class TraceFile {
  /** A file is somebody's own, so only what the readers themselves can bear bounds it. */
  private static final Limits LIMITS = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, 99, 9, 27);

  private final List<ByteSlice> payload = new ArrayList<>();

  private TraceFile() {}

  /**
   * The traces of all these files together, in the order of their first spans.
   *
   * @param files paths, or "-" for standard input
   * @param redaction applied first, as ingest does
   * @throws CommandException naming the file, the place and what is wrong there
   */
  static List<StagedTrace> traces(List<String> files, Redaction redaction) {
    TraceFile all = new TraceFile();
    for (String file : files) {
      all.add(file);
    }
    try {
      List<ByteSlice> redacted = new ArrayList<>();
      for (ByteSlice tracesData : all.payload) {
        redacted.add(redaction.apply(tracesData));
      }
      return StagedTrace.asReceived(redacted);
    } catch (DecodeException e) {
      throw new CommandException(String.join(", ", files) + ": " + e.getMessage());
    }
  }

  private void add(String file) {
    try {
      add(FileBytes.of(file));
    } catch (DecodeException | IOException | CommandException e) {
      String message = String.valueOf(e.getMessage());
      throw new CommandException(message.startsWith(file + ":") ? message : file + ": " + message);
    }
  }

  private void add(byte[] packed) throws DecodeException, IOException {
    byte[] bytes = withoutMark(FileBytes.gunzipped(packed));
    List<byte[]> messages = lengthPrefixed(bytes);
    if (!messages.isEmpty()) {
      for (byte[] message : messages) {
        add(message);
      }
    } else if (FileBytes.looksLikeJson(bytes)) {
      addJsonOrProtobuf(bytes);
    } else {
      addRecord(bytes);
    }
  }

  /** Some editors put a byte order mark in front of JSON; protobuf never begins like that. */
  private static byte[] withoutMark(byte[] bytes) {
    boolean marked =
        bytes.length > 3
            && bytes[0] == (byte) 0xef
            && bytes[1] == (byte) 0xbb
            && bytes[2] == (byte) 0xbf;
    return marked ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }

  private void addJsonOrProtobuf(byte[] bytes) throws DecodeException {
    int before = payload.size();
    try {
      addJson(bytes);
    } catch (DecodeException | CommandException e) {
      if (bytes[0] != '\n') {
        throw e;
      }
      // Protobuf begins with a line feed as well, and the length behind it may be a brace.
      payload.subList(before, payload.size()).clear();
      try {
        addRecord(bytes);
      } catch (DecodeException noProtobuf) {
        throw e;
      }
    }
  }

  private void addJson(byte[] bytes) throws DecodeException {
    for (JsonDocuments.Document document : JsonDocuments.of(bytes)) {
      List<String> problems = new ArrayList<>();
      try {
        payload.add(
            ByteSlice.of(
                OtlpProto.encodeInOrder(OtlpJson.decode(document.json(), LIMITS, problems::add))));
      } catch (DecodeException e) {
        throw new DecodeException(e.reason(), at(document) + e.getMessage(), e);
      }
      if (!problems.isEmpty()) {
        throw new DecodeException(
            DecodeException.Reason.MALFORMED, at(document) + String.join("; ", problems));
      }
    }
  }

  private static String at(JsonDocuments.Document document) {
    return "in the object at line " + document.line() + ", ";
  }

  private void addRecord(byte[] bytes) throws DecodeException {
    OtlpValidator validator = new OtlpValidator(LIMITS);
    for (ByteSlice tracesData : new RecordDecoder(LIMITS).decode(bytes)) {
      payload.add(validator.validate(tracesData));
    }
  }

  /** Empty unless the whole file is made of messages behind their lengths, 32 bits big-endian. */
  private static List<byte[]> lengthPrefixed(byte[] bytes) {
    List<byte[]> messages = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.remaining() > Integer.BYTES) {
      int length = in.getInt();
      if (length <= 0 || length > in.remaining()) {
        return List.of();
      }
      byte[] message = new byte[length];
      in.get(message);
      messages.add(message);
    }
    return in.hasRemaining() ? List.of() : messages;
  }
}
