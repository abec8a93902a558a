package dev.tailspan.local.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.local.lambda.FunctionError;
import dev.tailspan.local.lambda.LambdaFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** Records the batches it is given, and answers what it was told to; success when it was not. */
final class ScriptedFunction implements LambdaFunction {
  /** The texts of each batch, in order. */
  final List<List<String>> batches = new ArrayList<>();

  final List<byte[]> events = new ArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private Predicate<String> poison = text -> false;

  private interface Answer {
    byte[] to(List<JsonNode> records);
  }

  /** Throws on every batch that holds such a record, for ever. */
  void choke(Predicate<String> on) {
    poison = on;
  }

  void thenThrow() {
    answers.add(
        records -> {
          throw new FunctionError("java.lang.IllegalStateException", "told to");
        });
  }

  /** Reports the records at these positions as failed. */
  void thenReport(int... positions) {
    answers.add(
        records -> {
          List<String> ids = new ArrayList<>();
          for (int position : positions) {
            ids.add(records.get(position).path("kinesis").path("sequenceNumber").asText());
          }
          return report(ids);
        });
  }

  void thenAnswer(String json) {
    answers.add(records -> json.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] report(List<String> ids) {
    List<String> items = ids.stream().map(id -> "{\"itemIdentifier\":\"" + id + "\"}").toList();
    return ("{\"batchItemFailures\":[" + String.join(",", items) + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public synchronized byte[] invoke(byte[] event) {
    events.add(event);
    List<JsonNode> records = new ArrayList<>();
    try {
      new ObjectMapper().readTree(event).path("Records").forEach(records::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> texts = records.stream().map(ScriptedFunction::text).toList();
    batches.add(texts);
    if (texts.stream().anyMatch(poison)) {
      throw new FunctionError("java.lang.IllegalStateException", "poison");
    }
    Answer answer = answers.poll();
    return answer == null ? report(List.of()) : answer.to(records);
  }

  private static String text(JsonNode record) {
    byte[] data = Base64.getDecoder().decode(record.path("kinesis").path("data").asText());
    return new String(data, StandardCharsets.UTF_8);
  }
}
