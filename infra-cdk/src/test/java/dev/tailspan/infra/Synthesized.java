package dev.tailspan.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/**
 * A template that was synthesized once, with cdk-nag looking on. Most tests look at {@link
 * #standard}: a synthesis takes seconds.
 */
final class Synthesized {
  private static @Nullable Synthesized standard;
  private static @Nullable Synthesized special;

  private final Template template;
  private final JsonNode json;
  private final List<String> findings;
  private final JsonNode validation;

  private Synthesized(TailspanProps props) {
    Path assembly = temporary();
    App app =
        new App(AppProps.builder().outdir(assembly.toString()).analyticsReporting(false).build());
    TailspanStack stack = new TailspanStack(app, "Tailspan", props);
    Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).build());
    template = Template.fromStack(stack);
    json = new ObjectMapper().valueToTree(template.toJSON());
    validation = read(assembly.resolve("validation-report.json"));
    Annotations annotations = Annotations.fromStack(stack);
    findings = new ArrayList<>();
    var unaccepted = Match.stringLikeRegexp("AwsSolutions-.*|CdkNag.*");
    annotations
        .findError("*", unaccepted)
        .forEach(m -> findings.add(m.getId() + " " + m.getEntry().getData()));
    annotations
        .findWarning("*", unaccepted)
        .forEach(m -> findings.add(m.getId() + " " + m.getEntry().getData()));
  }

  /** All defaults; skips the test where there is no Node. */
  static synchronized Synthesized standard() {
    NodeInstalled.assume();
    if (standard == null) {
      standard = new Synthesized(builder().build());
    }
    return standard;
  }

  /** Everything that can be chosen, chosen otherwise than by default. */
  static synchronized Synthesized special() {
    NodeInstalled.assume();
    if (special == null) {
      special =
          new Synthesized(
              builder()
                  .policyFile(policyFile())
                  .featureGates("processor.tailsamplingprocessor.usetracestate")
                  .redactionKeySecret("tailspan/redaction")
                  .buckets(64)
                  .steps(Duration.ofSeconds(5), Duration.ofSeconds(30))
                  .quiet(Duration.ofSeconds(45))
                  .maxAge(Duration.ofMinutes(5))
                  .slack(Duration.ofMillis(1500))
                  .maxRecordAge(Duration.ofHours(3))
                  .staging(Duration.ofHours(36), Duration.ofHours(24))
                  .retention(Duration.ofDays(7))
                  .finalizeFanout(4)
                  .capacity(new StreamCapacity.Provisioned(3))
                  .streamRetention(Duration.ofHours(48))
                  .batches(Duration.ofSeconds(5), 7)
                  .access(
                      new ApiAccess.UserPools(
                          List.of(
                              "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_Abc"),
                          List.of("traces/read")))
                  .throttle(10, 20)
                  .apiKeyRequired(true)
                  .firewall(true)
                  .apiLogRole(false)
                  .logRetentionDays(7)
                  .alarmTopics(List.of("arn:aws:sns:eu-central-1:123456789012:operators"))
                  .keepData(false)
                  .sqlScanLimitBytes(50_000_000)
                  .reserveConcurrency(true)
                  .snapStart(true)
                  .selfTracing(0.25)
                  .build());
    }
    return special;
  }

  /** What no other has; takes seconds, so not for every test. */
  static Synthesized of(TailspanProps props) {
    NodeInstalled.assume();
    return new Synthesized(props);
  }

  /** With zips that only stand for those of the functions: no template tells what is in them. */
  static TailspanPropsBuilder builder() {
    Path functions = temporary();
    try {
      for (String name : List.of("ingest", "finalize", "query", "collect")) {
        Path zip = functions.resolve(Path.of(name, "target", "function.zip"));
        Files.createDirectories(zip.getParent());
        Files.writeString(zip, name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return TailspanProps.builder().functions(functions);
  }

  private static Path policyFile() {
    Path file = temporary().resolve("policies.yaml");
    try {
      return Files.write(
          file,
          "policies: [{name: errors, type: status_code, status_code: {status_codes: [ERROR]}}]"
              .getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory(Files.createDirectories(Path.of("target", "synth")), "out");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Template template() {
    return template;
  }

  /** What cdk-nag found and nobody gave a reason for. */
  List<String> findings() {
    return findings;
  }

  /** What CDK's own check of the template said. */
  JsonNode validation() {
    return validation;
  }

  private static JsonNode read(Path json) {
    try {
      return new ObjectMapper().readTree(json.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The resources of a type by their logical ids. */
  Map<String, JsonNode> resources(String type) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    json.path("Resources")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().path("Type").asText().equals(type)) {
                found.put(entry.getKey(), entry.getValue());
              }
            });
    return found;
  }

  /** The one resource of a type with this in its logical id. */
  JsonNode resource(String type, String idPart) {
    List<JsonNode> found =
        resources(type).entrySet().stream()
            .filter(e -> e.getKey().contains(idPart))
            .map(Map.Entry::getValue)
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(
          found.size() + " of " + type + " with " + idPart + " in " + resources(type).keySet());
    }
    return found.get(0);
  }

  /** The properties of that resource. */
  JsonNode properties(String type, String idPart) {
    return resource(type, idPart).path("Properties");
  }

  JsonNode outputs() {
    return json.path("Outputs");
  }

  /** All of the elements of an array. */
  static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
