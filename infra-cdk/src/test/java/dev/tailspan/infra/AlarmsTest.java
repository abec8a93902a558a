package dev.tailspan.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.functions.common.FunctionMetrics;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AlarmsTest {
  private static final String ALARM = "AWS::CloudWatch::Alarm";
  private static final Path RUNBOOK = Path.of("..", "docs", "runbook.md");

  private Synthesized standard;

  @BeforeEach
  void synthesize() {
    standard = Synthesized.standard();
  }

  @Test
  void everyAlarmHasItsEntryInTheRunbookAndTheRunbookNoOther() throws IOException {
    Set<String> entries = new TreeSet<>();
    for (String line : Files.readAllLines(RUNBOOK)) {
      if (line.startsWith("## ")) {
        entries.add(line.substring(3).toLowerCase(Locale.ROOT));
      }
    }
    Set<String> linked = new TreeSet<>();
    for (JsonNode alarm : standard.resources(ALARM).values()) {
      String description = alarm.at("/Properties/AlarmDescription").asText();
      assertThat(description).contains("docs/runbook.md#");
      linked.add(description.substring(description.indexOf('#') + 1));
    }
    assertThat(linked).hasSize(15).isEqualTo(entries);
  }

  @Test
  void alarmsLookAtMetricsThatTheFunctionsLog() throws IllegalAccessException {
    Set<String> logged = new TreeSet<>();
    for (Field field : FunctionMetrics.class.getFields()) {
      logged.add((String) field.get(null));
    }
    List<JsonNode> own =
        standard.resources(ALARM).values().stream()
            .map(alarm -> alarm.path("Properties"))
            .filter(alarm -> alarm.path("Namespace").asText().equals(FunctionMetrics.NAMESPACE))
            .toList();
    assertThat(own).hasSize(6);
    for (JsonNode alarm : own) {
      assertThat(logged).contains(alarm.path("MetricName").asText());
      assertThat(alarm.at("/Dimensions/0/Name").asText()).isEqualTo(FunctionMetrics.STREAM);
      assertThat(alarm.at("/Dimensions/0/Value/Ref").asText()).contains("SpansStream");
    }
  }

  @Test
  void silenceOfFinalizeIsAnAlarmToo() {
    assertThat(standard.properties(ALARM, "DecisionsBehind").path("TreatMissingData").asText())
        .isEqualTo("breaching");
    assertThat(standard.properties(ALARM, "RecordsQuarantined").path("TreatMissingData").asText())
        .isEqualTo("notBreaching");
  }

  @Test
  void finalizeIsCalledSlowBeforeItIsCutOff() {
    JsonNode slow = standard.properties(ALARM, "FinalizeSlow");
    JsonNode function = standard.properties("AWS::Lambda::Function", "FinalizeFunction");
    assertThat(slow.path("Threshold").asDouble())
        .isEqualTo(0.75 * 1000 * function.path("Timeout").asDouble());
  }

  @Test
  void throttlingIsCountedOverAllTables() {
    JsonNode metrics = standard.properties(ALARM, "TablesThrottled").path("Metrics");
    assertThat(metrics.toString())
        .contains("StagingTable")
        .contains("StateTable")
        .contains("IndexTable")
        .contains("ReadThrottleEvents")
        .contains("WriteThrottleEvents");
  }

  @Test
  void alarmsGoToTheTopicsThatWereGiven() {
    assertThat(standard.resources(ALARM).values())
        .allMatch(alarm -> !alarm.path("Properties").has("AlarmActions"));
    Map<String, JsonNode> told = Synthesized.special().resources(ALARM);
    assertThat(told.values())
        .allMatch(alarm -> alarm.at("/Properties/AlarmActions/0").asText().endsWith(":operators"));
  }

  @Test
  void theDashboardShowsAllAlarms() {
    String body = standard.properties("AWS::CloudWatch::Dashboard", "Status").toString();
    assertThat(standard.resources(ALARM).keySet()).allMatch(body::contains);
    assertThat(body).contains(FunctionMetrics.WATERMARK_LAG, FunctionMetrics.KEPT_TRACES);
  }
}
