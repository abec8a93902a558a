package dev.tailspan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.e2e.RecordedCall.Right;
import dev.tailspan.local.chaos.ArchivedFiles;
import dev.tailspan.local.stack.Await;
import dev.tailspan.local.stack.TraceApi;
import dev.tailspan.local.stack.TraceApi.Found;
import dev.tailspan.model.Span;
import dev.tailspan.model.SpanId;
import dev.tailspan.simulation.cloud.ModelConformance;
import dev.tailspan.storage.QuarantinedRecord;
import dev.tailspan.stores.s3.S3Objects;
import dev.tailspan.stores.s3.S3Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The CDK app deployed as its user deploys it, into LocalStack; every test sends and asks by the
 * doors of the deployed stack.
 */
class DeploymentTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int CONFORMANCE_SEQUENCES = 50;
  private static final List<String> FUNCTIONS = List.of("Collect", "Ingest", "Finalize", "Query");

  private static final String POLICIES =
      """
      tail_sampling:
        decision_wait: 5s
        policies:
          - {name: errors, type: status_code, status_code: {status_codes: [ERROR]}}
      """;

  private static Deployment deployment;
  private static TraceApi api;
  private static Traffic traffic;

  @BeforeAll
  static void deployAndSend(@TempDir Path folder) throws Exception {
    Prerequisites.assume();
    Path policies = Files.writeString(folder.resolve("policies.yaml"), POLICIES);
    long start = System.nanoTime();
    deployment =
        Deployment.start(
            Map.of(
                "policyFile", policies.toString(),
                "stepSeconds", "10",
                "finalizeFanout", "2",
                "keepData", "false"));
    api = new TraceApi(deployment.api(), PATIENCE);
    traffic = new Traffic(deployment);
    traffic.sendAll();
    long sent = System.nanoTime();
    Progress.timed("the first trace is looked up", () -> api.await(traffic.exported(), "kept"));
    Progress.say(
        "from an empty machine to the first trace: %s, of which from its publication: %s"
            .formatted(Progress.secondsSince(start), Progress.secondsSince(sent)));
  }

  @AfterAll
  static void close() {
    if (traffic != null) {
      traffic.close();
    }
    if (deployment != null) {
      deployment.close();
    }
  }

  @Test
  void aTraceOfOurOwnExporterIsKeptWholeByThePolicyFileOfTheDeployment() throws Exception {
    Found found = api.await(traffic.exported(), "kept");
    assertThat(found.policy()).isEqualTo("errors");
    assertThat(found.json().path("summary").path("spanCount").asInt()).isEqualTo(2);
    assertThat(found.json().path("summary").path("rootName").asText()).isEqualTo("checkout");
  }

  @Test
  void aTraceSentOverHttpIsKeptWhole() throws Exception {
    String id = id(Traffic.OVER_HTTP);
    api.await(id, "kept");
    assertThat(api.jsonSpans(id))
        .containsExactlyInAnyOrderElementsOf(TraceApi.keptBy("errors", Traffic.OVER_HTTP));
  }

  @Test
  void aPoisonRecordIsQuarantinedAndThoseBesideItAreKept() throws Exception {
    for (List<Span> trace : List.of(Traffic.BEFORE_POISON, Traffic.AFTER_POISON)) {
      api.await(id(trace), "kept");
      assertThat(api.jsonSpans(id(trace)))
          .containsExactlyInAnyOrderElementsOf(TraceApi.keptBy("errors", trace));
    }
    List<QuarantinedRecord> quarantined;
    try (S3Objects objects = deployment.objects("QuarantineBucket")) {
      quarantined =
          Await.until(
              PATIENCE, () -> S3Stores.quarantine(objects).list(10), list -> !list.isEmpty());
    }
    assertThat(quarantined).hasSize(1);
    assertThat(quarantined.get(0).data()).isEqualTo(Traffic.POISON);
    assertThat(quarantined.get(0).reason()).isEqualTo("UNKNOWN_FORMAT");
  }

  @Test
  void aSpanThatIsLateJoinsItsKeptTrace() throws Exception {
    String id = id(Traffic.LATE);
    api.await(id, "kept");
    assertThat(api.jsonSpans(id)).hasSize(Traffic.LATE.size() - 1);
    traffic.sendLateSpan();
    List<Span> spans =
        Await.until(
            PATIENCE, () -> api.jsonSpans(id), found -> found.size() == Traffic.LATE.size());
    assertThat(spans).extracting(Span::spanId).containsAll(ids(Traffic.LATE));
  }

  @Test
  void theModelOfDynamoDbAnswersAsLocalStacks() {
    try (DynamoDbClient client = deployment.dynamoDb()) {
      assertThat(ModelConformance.dynamoDb(client, CONFORMANCE_SEQUENCES))
          .isGreaterThan(CONFORMANCE_SEQUENCES);
    }
  }

  @Test
  void theModelOfS3AnswersAsLocalStacks() {
    try (S3Client client = deployment.s3()) {
      assertThat(ModelConformance.s3WithAsciiKeys(client, CONFORMANCE_SEQUENCES))
          .isGreaterThan(CONFORMANCE_SEQUENCES);
    }
  }

  @Test
  void everyKeptSpanLiesInTheArchiveOnce(@TempDir Path folder) throws Exception {
    List<String> wanted = new ArrayList<>();
    for (List<Span> trace :
        List.of(Traffic.OVER_HTTP, Traffic.BEFORE_POISON, Traffic.AFTER_POISON)) {
      api.await(id(trace), "kept");
      trace.forEach(span -> wanted.add(span.traceId().hex() + " " + span.spanId().hex()));
    }
    List<String> rows =
        ArchivedFiles.spans(deployment.connection(), deployment.output("ArchiveBucket"), folder);
    assertThat(rows).containsAll(wanted).doesNotHaveDuplicates();
    assertThat(rows).noneMatch(row -> row.startsWith(id(Traffic.HEALTHY)));
  }

  /** LocalStack asks no policy, so that a missing right would first be seen in AWS. */
  @Test
  void everyFunctionIsAllowedWhatItCalls() throws Exception {
    askEverything();
    Set<String> refused = new TreeSet<>();
    Set<String> seen = new TreeSet<>();
    try (IamClient iam = deployment.iam()) {
      for (RecordedCall call : RecordedCall.read(deployment.calls())) {
        Optional<String> function =
            FUNCTIONS.stream().filter(f -> call.role().contains(f + "Function")).findFirst();
        if (function.isPresent()) {
          RolePolicies policies = RolePolicies.of(iam, call.role());
          for (Right right : call.needs()) {
            seen.add(function.get() + " " + right.action());
            if (!policies.allow(right)) {
              refused.add(function.get() + " may not " + right);
            }
          }
        }
      }
    }
    Progress.say("calls by function: " + seen);
    assertThat(refused).isEmpty();
    assertThat(seen)
        .contains(
            "Collect kinesis:PutRecords",
            "Ingest dynamodb:BatchWriteItem",
            "Ingest s3:PutObject",
            "Finalize s3:PutObject",
            "Finalize lambda:InvokeFunction",
            "Query dynamodb:ConditionCheckItem",
            "Query s3:GetObject");
  }

  /** Every route once, with something to find. */
  private static void askEverything() throws Exception {
    String wanted = id(Traffic.WANTED);
    api.await(wanted, "dropped");
    api.await(id(Traffic.OVER_HTTP), "kept");
    api.await(traffic.exported(), "kept");
    api.json("traces/" + wanted + "/decision");
    assertThat(api.json("traces?attribute=shop.card%3Dvisa").path("traces")).isNotEmpty();
    api.json("services");
    api.json("operations?service=frontend");
    api.json("dependencies");
    api.json("status");
    api.json("policies");
    assertThat(api.replay("", POLICIES).path("inForce").path("keptByPolicy")).isNotEmpty();
    api.replay("?source=archive", POLICIES);
    assertThat(api.keep(wanted).status()).isEqualTo(202);
    api.await(wanted, "kept");
  }

  private static String id(List<Span> trace) {
    return trace.get(0).traceId().hex();
  }

  private static List<SpanId> ids(List<Span> spans) {
    return spans.stream().map(Span::spanId).toList();
  }
}
