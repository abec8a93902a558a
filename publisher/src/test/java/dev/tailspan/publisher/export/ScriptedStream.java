package dev.tailspan.publisher.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A stream in memory whose answers are written down; without any left it takes everything. */
final class ScriptedStream implements StreamWriter {
  private final ArrayDeque<Function<List<SpanRecord>, List<Optional<String>>>> script =
      new ArrayDeque<>();
  private final List<List<SpanRecord>> calls = Collections.synchronizedList(new ArrayList<>());

  ScriptedStream then(Function<List<SpanRecord>, List<Optional<String>>> answer) {
    script.add(answer);
    return this;
  }

  /** Refuses the records at these places. */
  static Function<List<SpanRecord>, List<Optional<String>>> refusing(Integer... places) {
    return records -> {
      List<Optional<String>> answers = new ArrayList<>();
      for (int i = 0; i < records.size(); i++) {
        answers.add(
            List.of(places).contains(i) ? Optional.of("Throttled: slowly") : Optional.empty());
      }
      return answers;
    };
  }

  @Override
  public List<Optional<String>> put(List<SpanRecord> records) {
    calls.add(List.copyOf(records));
    return script.isEmpty() ? refusing().apply(records) : script.remove().apply(records);
  }

  List<List<SpanRecord>> calls() {
    return List.copyOf(calls);
  }

  @Override
  public void close() {}
}
