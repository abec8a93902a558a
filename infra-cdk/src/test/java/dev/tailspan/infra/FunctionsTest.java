package dev.tailspan.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tailspan.functions.common.Settings;
import dev.tailspan.functions.self.Invocations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.assertions.Match;

class FunctionsTest {
  private static final String FUNCTION = "AWS::Lambda::Function";
  private static final String MAPPING = "AWS::Lambda::EventSourceMapping";

  private Synthesized standard;

  @BeforeEach
  void synthesize() {
    standard = Synthesized.standard();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ingest", "Finalize", "Query"})
  void aFunctionIsToldAllThatItAsksFor(String name) {
    Settings settings = Settings.from(environment(standard, name));

    assertThat(settings.stream()).contains("SpansStream");
    assertThat(settings.stagingTable()).contains("StagingTable");
    assertThat(settings.stateTable()).contains("StateTable");
    assertThat(settings.indexTable()).contains("IndexTable");
    assertThat(settings.blocksBucket()).contains("BucketsBlocks");
    assertThat(settings.archiveBucket()).contains("BucketsArchive");
    assertThat(settings.quarantineBucket()).contains("BucketsQuarantine");
    assertThat(settings.policyBucket()).contains("BucketsPolicies");
  }

  @Test
  void everyPropertyReachesTheFunctions() {
    Map<String, String> variables = environment(Synthesized.special(), "Finalize");
    Settings settings = Settings.from(variables);

    assertThat(settings.layout().buckets()).isEqualTo(64);
    assertThat(settings.layout().sliceMillis()).isEqualTo(5000);
    assertThat(settings.stepSeconds()).isEqualTo(30);
    assertThat(settings.quietSeconds()).isEqualTo(45);
    assertThat(settings.maxAgeSeconds()).isEqualTo(300);
    assertThat(settings.slackMillis()).isEqualTo(1500);
    assertThat(settings.maxRecordAgeSeconds()).isEqualTo(3 * 3600);
    assertThat(settings.stagingTtlSeconds()).isEqualTo(36 * 3600);
    assertThat(settings.retentionSeconds()).isEqualTo(7 * 86_400);
    assertThat(settings.finalizeFanout()).isEqualTo(4);
    assertThat(settings.policyReading().gates().useTraceState()).isTrue();
    assertThat(variables).containsEntry("TAILSPAN_METRICS", "true");
  }

  @Test
  void theDefaultsAreThoseOfTheFunctions() {
    Map<String, String> all = environment(standard, "Ingest");
    Map<String, String> named = new HashMap<>(all);
    named.keySet().removeAll(TailspanProps.defaults().pipeline().environment().keySet());
    assertThat(Settings.from(all)).isEqualTo(Settings.from(named));
  }

  @Test
  void collectKnowsNothingButTheStream() {
    assertThat(environment(standard, "Collect").keySet()).isEqualTo(Set.of("TAILSPAN_STREAM"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ingest", "Finalize", "Query", "Collect"})
  void functionsTraceThemselvesOnlyWhereThatIsWanted(String name) {
    assertThat(environment(standard, name)).doesNotContainKey(Invocations.SELF_TRACING);
    assertThat(environment(Synthesized.special(), name))
        .containsEntry(Invocations.SELF_TRACING, "0.25");
  }

  @Test
  void everyFunctionRunsItsZipOnArmAndLogsForAWhile() {
    assertThat(standard.resources(FUNCTION)).hasSize(4);
    standard
        .resources(FUNCTION)
        .forEach(
            (name, function) -> {
              JsonNode properties = function.path("Properties");
              assertThat(properties.at("/Architectures/0").asText()).isEqualTo("arm64");
              assertThat(properties.path("Runtime").asText()).isEqualTo("java17");
              assertThat(properties.path("Handler").asText())
                  .isEqualTo(
                      "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest");
              assertThat(properties.at("/LoggingConfig/LogGroup/Ref").asText()).isNotEmpty();
              assertThat(properties.at("/LoggingConfig/LogFormat").asText()).isEqualTo("JSON");
              assertThat(properties.has("SnapStart")).isFalse();
            });
    for (Synthesized template : List.of(standard, Synthesized.special())) {
      template
          .resources("AWS::Logs::LogGroup")
          .forEach(
              (name, log) -> {
                assertThat(log.at("/Properties/RetentionInDays").asInt()).as(name).isPositive();
                assertThat(log.path("DeletionPolicy").asText()).as(name).isEqualTo("Delete");
              });
    }
  }

  @Test
  void theMappingTakesFullBatchesAndGivesUpNoRecordUnseen() {
    standard
        .template()
        .hasResourceProperties(
            MAPPING,
            Map.ofEntries(
                Map.entry("BatchSize", 10_000),
                Map.entry("MaximumBatchingWindowInSeconds", 10),
                Map.entry("FunctionResponseTypes", List.of("ReportBatchItemFailures")),
                Map.entry("BisectBatchOnFunctionError", true),
                Map.entry("MaximumRetryAttempts", 100),
                Map.entry("MaximumRecordAgeInSeconds", 21_600),
                Map.entry("ParallelizationFactor", 1),
                Map.entry("StartingPosition", "TRIM_HORIZON"),
                Map.entry(
                    "DestinationConfig",
                    Map.of(
                        "OnFailure",
                        Map.of("Destination", Map.of("Fn::GetAtt", Match.anyValue()))))));
    JsonNode mapping = standard.resource(MAPPING, "Ingest");
    assertThat(mapping.at("/Properties/DestinationConfig/OnFailure/Destination").toString())
        .contains("BucketsQuarantine");
    assertThat(Synthesized.elements(mapping.path("DependsOn")))
        .as("its role can read the stream before the mapping is made")
        .anyMatch(id -> id.asText().contains("IngestFunctionRoleDefaultPolicy"));
  }

  @Test
  void finalizeRunsEveryMinuteAndRunsDoNotPileUp() {
    JsonNode rule = standard.properties("AWS::Events::Rule", "Finalize");
    assertThat(rule.path("ScheduleExpression").asText()).isEqualTo("rate(1 minute)");
    assertThat(rule.at("/Targets/0/RetryPolicy/MaximumRetryAttempts").asInt(-1)).isZero();
    standard
        .template()
        .hasResourceProperties(
            "AWS::Lambda::EventInvokeConfig",
            Map.of("MaximumRetryAttempts", 0, "MaximumEventAgeInSeconds", 60));
    assertThat(concurrency(standard)).isEqualTo(2);
    assertThat(concurrency(Synthesized.special())).isEqualTo(5);
  }

  @Test
  void withSnapStartEverythingInvokesThePublishedVersion() {
    Synthesized special = Synthesized.special();
    assertThat(special.resources("AWS::Lambda::Alias")).hasSize(4);
    assertThat(special.properties(FUNCTION, "IngestFunction").at("/SnapStart/ApplyOn").asText())
        .isEqualTo("PublishedVersions");
    assertThat(special.properties(MAPPING, "Ingest").path("FunctionName").toString())
        .contains("IngestFunctionLive");
    assertThat(special.properties("AWS::Events::Rule", "Finalize").at("/Targets/0/Arn").toString())
        .contains("FinalizeFunctionLive");
  }

  private static int concurrency(Synthesized template) {
    return template
        .properties(FUNCTION, "FinalizeFunction")
        .path("ReservedConcurrentExecutions")
        .asInt();
  }

  /** Its variables, with the logical id for what is known only after deployment. */
  private static Map<String, String> environment(Synthesized template, String function) {
    Map<String, String> variables = new HashMap<>();
    template
        .properties(FUNCTION, function + "Function")
        .at("/Environment/Variables")
        .properties()
        .forEach(
            e ->
                variables.put(
                    e.getKey(),
                    e.getValue().isTextual()
                        ? e.getValue().asText()
                        : e.getValue().path("Ref").asText()));
    return variables;
  }
}
