package dev.tailspan.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.local.traffic.OtlpHttpSender;
import dev.tailspan.model.Span;
import dev.tailspan.wire.DecodeException;
import dev.tailspan.wire.Limits;
import dev.tailspan.wire.OtlpJson;
import dev.tailspan.wire.OtlpProto;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of spans: OTLP/JSON, one document or several one after the other, or one protobuf
 * TracesData; either may be compressed with gzip. Told apart by the first bytes.
 */
final class SpanFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SpanFile() {}

  /**
   * An export request.
   *
   * @param body as it lies in the file
   * @param spans what is in it
   */
  record Request(String contentType, byte[] body, List<Span> spans) {}

  /**
   * Reads and checks the whole file.
   *
   * @param file a path, or "-" for standard input
   * @throws CommandException naming the file and what is wrong with it
   */
  static List<Request> read(String file) {
    try {
      return parse(file, FileBytes.gunzipped(FileBytes.of(file)));
    } catch (DecodeException | IOException e) {
      throw new CommandException(file + ": " + e.getMessage());
    }
  }

  static List<Request> parse(String file, byte[] bytes) throws DecodeException, IOException {
    List<Request> requests =
        FileBytes.looksLikeJson(bytes) ? jsonOrProtobuf(bytes) : List.of(protobuf(bytes));
    if (requests.stream().allMatch(request -> request.spans().isEmpty())) {
      throw new CommandException(file + ": holds no spans (OTLP JSON or protobuf is expected)");
    }
    return requests;
  }

  /** Protobuf begins with 0x0A, a line feed, and the length behind it may be a brace as well. */
  private static List<Request> jsonOrProtobuf(byte[] bytes) throws DecodeException, IOException {
    try {
      return json(bytes);
    } catch (DecodeException | IOException e) {
      if (bytes[0] != '\n') {
        throw e;
      }
      return List.of(protobuf(bytes));
    }
  }

  private static List<Request> json(byte[] bytes) throws DecodeException, IOException {
    List<Request> requests = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = JSON.readerFor(JsonNode.class).readValues(bytes)) {
      while (documents.hasNextValue()) {
        byte[] body = JSON.writeValueAsBytes(documents.nextValue());
        requests.add(
            new Request(OtlpHttpSender.JSON_TYPE, body, OtlpJson.decode(body, Limits.DEFAULT)));
      }
    }
    return requests;
  }

  private static Request protobuf(byte[] bytes) throws DecodeException {
    return new Request(
        OtlpHttpSender.PROTOBUF_TYPE, bytes, OtlpProto.decode(bytes, Limits.DEFAULT));
  }
}
