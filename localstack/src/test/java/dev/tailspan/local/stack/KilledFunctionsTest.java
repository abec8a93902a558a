package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.local.stack.TraceApi.Found;
import dev.tailspan.local.traffic.KinesisSender;
import dev.tailspan.local.traffic.OtlpHttpSender;
import dev.tailspan.model.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ingest and finalize are killed while traffic runs, and then everything that was sent is counted.
 *
 * <p>{@code -Dtailspan.kill.seconds=600} goes on for longer, {@code -Dtailspan.kill.seed=1} takes
 * that seed. The seed gives the same traffic and lives of the same length; the moments also depend
 * on the machine.
 */
class KilledFunctionsTest {
  private static final long SEED = Long.getLong("tailspan.kill.seed", System.nanoTime());
  private static final Duration TRAFFIC =
      Duration.ofSeconds(Long.getLong("tailspan.kill.seconds", 12));

  /** Beyond which a machine is too slow for this test. */
  private static final Duration PATIENCE = TRAFFIC.plusSeconds(120);

  private static final int FEWEST_KILLS = 6;
  private static final int FEWEST_CUT_OFF = 4;
  private static final long ROUND_MILLIS = 100;

  @Test
  void nothingIsLostAndNothingDoubled(@TempDir Path data) throws Exception {
    System.out.println("-Dtailspan.kill.seed=" + SEED);
    try (RunningStack running = RunningStack.start(data, RunningStack.policies(2))) {
      SentTraces traffic =
          new SentTraces(
              SEED,
              List.of(
                  new OtlpHttpSender(running.stack.endpoints().otlp()),
                  new KinesisSender(running.kinesis, running.stack.stream(), SEED)));
      sendWhileKilling(running.stack, traffic);
      traffic.sendRest();
      Map<String, List<Span>> sent = traffic.byId();
      assertThatEverySpanIsCountedOnce(running, sent);
      assertThatTheArchiveHoldsEachKeptSpanOnce(running, data, sent);
      assertThatSearchFindsEachKeptTraceOnce(running.api, sent);
      for (Map.Entry<String, List<Span>> trace : sent.entrySet()) {
        assertThatItIsAccountedFor(running.api, trace.getKey(), trace.getValue());
      }
    }
  }

  private static void sendWhileKilling(LocalStack stack, SentTraces traffic) throws Exception {
    long began = System.nanoTime();
    try (Killer killer = new Killer(stack, SEED)) {
      boolean enough = false;
      while (!enough) {
        traffic.sendRound(System.currentTimeMillis());
        Thread.sleep(ROUND_MILLIS);
        Duration passed = Duration.ofNanos(System.nanoTime() - began);
        assertThat(passed).as("killed: %s", killer).isLessThan(PATIENCE);
        enough =
            passed.compareTo(TRAFFIC) > 0
                && killer.fewest() >= FEWEST_KILLS
                && stack.failedInvocations() >= FEWEST_CUT_OFF;
      }
      System.out.printf(
          "killed: %s; invocations cut off: %d; after %d s%n",
          killer, stack.failedInvocations(), (System.nanoTime() - began) / 1_000_000_000);
    }
  }

  private static void assertThatEverySpanIsCountedOnce(
      RunningStack running, Map<String, List<Span>> sent) throws Exception {
    int spans = sent.values().stream().mapToInt(List::size).sum();
    JsonNode status =
        Await.until(
            PATIENCE,
            () -> running.api.json("status"),
            now -> now.path("decisions").path("spans").asInt() >= spans);
    System.out.println("sent: " + sent.size() + " traces, " + spans + " spans; " + status);
    assertThat(status.path("ingest").path("spans").asInt()).isEqualTo(spans);
    assertThat(status.path("ingest").path("quarantinedRecords").asInt()).isZero();
    JsonNode decisions = status.path("decisions");
    assertThat(decisions.path("spans").asInt()).isEqualTo(spans);
    assertThat(decisions.path("traces").asInt()).isEqualTo(sent.size());
    assertThat(decisions.path("keptSpans").asInt()).isEqualTo(keptSpans(sent));
    assertThat(decisions.path("kept").asLong())
        .isEqualTo(sent.values().stream().filter(SentTraces::fails).count());
    assertThat(running.stack.givenUpRecords()).isZero();
  }

  private static int keptSpans(Map<String, List<Span>> sent) {
    return sent.values().stream().filter(SentTraces::fails).mapToInt(List::size).sum();
  }

  /** A crash leaves files behind that no index names: those who read the files see them too. */
  private static void assertThatTheArchiveHoldsEachKeptSpanOnce(
      RunningStack running, Path data, Map<String, List<Span>> sent) throws Exception {
    Set<String> expected = new HashSet<>();
    sent.values().stream()
        .filter(SentTraces::fails)
        .flatMap(List::stream)
        .forEach(span -> expected.add(span.traceId().hex() + " " + span.spanId().hex()));
    List<String> archived =
        ArchivedFiles.spans(
            running.stack.connection(), Emulators.ARCHIVE, data.resolve("downloaded"));
    assertThat(archived).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void assertThatSearchFindsEachKeptTraceOnce(
      TraceApi api, Map<String, List<Span>> sent) throws Exception {
    JsonNode page = api.json("traces?limit=1000");
    assertThat(page.path("complete").asBoolean()).isTrue();
    assertThat(page.path("traces").findValuesAsText("policy")).containsOnly("errors");
    assertThat(page.path("traces").findValuesAsText("traceId"))
        .containsExactlyInAnyOrderElementsOf(
            sent.entrySet().stream()
                .filter(trace -> SentTraces.fails(trace.getValue()))
                .map(Map.Entry::getKey)
                .toList());
  }

  private static void assertThatItIsAccountedFor(TraceApi api, String id, List<Span> sent)
      throws Exception {
    if (SentTraces.fails(sent)) {
      assertThat(api.spans(id))
          .as(id)
          .containsExactlyInAnyOrderElementsOf(TraceApi.keptBy("errors", sent));
      return;
    }
    Found found = api.trace(id);
    assertThat(found.status()).as(id).isEqualTo(404);
    assertThat(found.state()).as(id).isEqualTo("dropped");
    assertThat(found.json().path("explanation").path("votes").findValuesAsText("sampled"))
        .as(id)
        .containsExactly("false", "false", "false");
    assertThat(found.json().path("summary").path("spanCount").asInt())
        .as(id)
        .isEqualTo(sent.size());
  }
}
