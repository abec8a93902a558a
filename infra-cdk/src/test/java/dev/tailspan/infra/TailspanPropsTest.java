package dev.tailspan.infra;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailspanPropsTest {
  @Test
  void theDefaultsAreSound() {
    assertThatCode(TailspanProps::defaults).doesNotThrowAnyException();
  }

  @Test
  void retentionMustNotBeBelowTheQuietPeriod() {
    refused(
        props -> props.retention(Duration.ofDays(1)).quiet(Duration.ofHours(30)),
        "retention (1d) must not be below the quiet period (30h)");
  }

  @Test
  void stagedSpansMustOutliveAnOutage() {
    refused(
        props -> props.staging(Duration.ofHours(12), Duration.ofHours(12)),
        "stagingTtl (12h) must be at least outageBudget, maxAge, the quiet period and a step"
            + " together (12h11m30s)");
  }

  @Test
  void thereMustBeABucket() {
    refused(props -> props.buckets(0), "buckets must be 1 to 4096, but is 0.");
  }

  @Test
  void aRunIsNotSharedByMoreThanThereAreBuckets() {
    refused(props -> props.finalizeFanout(9), "finalizeFanout must be 1 to the number of buckets");
  }

  @Test
  void aStepIsMadeOfWholeSlices() {
    refused(
        props -> props.steps(Duration.ofSeconds(7), Duration.ofMinutes(1)),
        "step must be a multiple of 7s, but is 1m.");
    refused(
        props -> props.steps(Duration.ZERO, Duration.ofMinutes(1)),
        "slice must be a multiple of 1s, but is 0s.");
  }

  @Test
  void aTraceMustBeAbleToFallQuiet() {
    refused(
        props -> props.maxAge(Duration.ofSeconds(20)),
        "maxAge (20s) must not be below the quiet period (30s)");
  }

  @Test
  void recordsMustNotBeGoneBeforeTheyAreGivenUp() {
    refused(
        props -> props.maxRecordAge(Duration.ofHours(25)),
        "maxRecordAge (25h) must not be above streamRetention (1d)");
  }

  @Test
  void whatAwsWouldRefuseIsRefusedFirst() {
    refused(
        props -> props.streamRetention(Duration.ofHours(12)),
        "streamRetention must be 24 to 8,760");
    refused(
        props -> props.batches(Duration.ofSeconds(301), 1), "batchingWindow must be 0 to 300 s");
    refused(props -> props.batches(Duration.ZERO, -1), "retries must be 1 to 10,000");
    refused(
        props -> props.capacity(new StreamCapacity.Provisioned(0)),
        "A provisioned stream must have a shard, but has 0.");
    refused(props -> props.logRetentionDays(8), "logRetentionDays must be one of [1, 3, 5, 7");
    refused(props -> props.selfTracing(1.5), "selfTracing must be a share from 0 to 1");
    refused(props -> props.sqlScanLimitBytes(1), "sqlScanLimitBytes must be at least 10,000,000");
    refused(props -> props.throttle(0, 1), "requestsPerSecond and burst must be positive");
  }

  @Test
  void accessIsByArnsThatAreSome() {
    refused(
        props -> props.access(new ApiAccess.UserPools(List.of(), List.of())),
        "Access by user pools needs the ARN of one.");
    refused(
        props -> props.access(new ApiAccess.UserPools(List.of("eu_1"), List.of())),
        "'eu_1' is no ARN of a Cognito user pool.");
    refused(
        props -> props.access(new ApiAccess.Authorizer("check")),
        "'check' is no ARN of a Lambda function.");
  }

  @Test
  void allMistakesAreSaidAtOnce() {
    assertThatThrownBy(() -> TailspanProps.builder().buckets(0).logRetentionDays(0).build())
        .hasMessageContaining("buckets")
        .hasMessageContaining("logRetentionDays");
  }

  @Test
  void aPolicyFileIsRefusedWithWhatIsWrongInIt(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("p.yaml"), "policies: [{name: a, type: latenci}]");
    refused(props -> props.policyFile(file), "p.yaml", "latenci", "latency");
  }

  @Test
  void aFileOfSeveralProcessorsIsReadAsItIsTold(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("collector.yaml"),
            """
            processors:
              tail_sampling/a: {policies: [{name: x, type: always_sample}]}
              tail_sampling/b: {policies: [{name: y, type: latenci}]}
            """);
    refused(props -> props.policyFile(file), "collector.yaml", "tail_sampling/a");
    refused(props -> props.policyFile(file).policyProcessor("b"), "latenci");
    assertThatCode(() -> TailspanProps.builder().policyFile(file).policyProcessor("a").build())
        .doesNotThrowAnyException();
    refused(props -> props.redactionKeySecret("}}x"), "redactionKeySecret");
    refused(props -> props.featureGates("usetracestat"), "there is no feature gate");
  }

  @Test
  void aPolicyFileThatIsNotThereIsNamed(@TempDir Path folder) {
    Path file = folder.resolve("none.yaml");
    refused(props -> props.policyFile(file), "none.yaml cannot be read");
  }

  @Test
  void theWaitOfThePolicyFileCounts(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("p.yaml"),
            "{decision_wait: 20m, policies: [{name: a, type: always_sample}]}");
    refused(
        props -> props.policyFile(file),
        "maxAge (10m) must not be below the decision_wait of the policy file (20m)");
  }

  @Test
  void aFunctionThatWasNotBuiltIsNamed(@TempDir Path folder) {
    TailspanProps props = TailspanProps.builder().functions(folder).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> props.zip("ingest"))
        .withMessageContaining("ingest")
        .withMessageContaining("./mvnw -DskipTests package");
  }

  private static void refused(UnaryOperator<TailspanPropsBuilder> change, String... says) {
    assertThatThrownBy(() -> change.apply(TailspanProps.builder()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(says);
  }
}
