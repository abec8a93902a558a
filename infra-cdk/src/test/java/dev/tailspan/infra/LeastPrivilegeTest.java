package dev.tailspan.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeastPrivilegeTest {
  private static final String ROLE = "AWS::IAM::Role";

  private Synthesized standard;
  private Synthesized special;

  @BeforeEach
  void synthesize() {
    standard = Synthesized.standard();
    special = Synthesized.special();
  }

  @Test
  void noActionIsAWildcard() {
    for (JsonNode statement : allowed()) {
      assertThat(texts(statement.path("Action"))).noneMatch(action -> action.contains("*"));
    }
  }

  @Test
  void aResourceIsNamedWholeOrIsAPrefixOfABucket() {
    for (JsonNode statement : allowed()) {
      List<JsonNode> resources =
          statement.path("Resource").isArray()
              ? Synthesized.elements(statement.path("Resource"))
              : List.of(statement.path("Resource"));
      for (JsonNode resource : resources) {
        if (resource.toString().contains("*")) {
          assertThat(texts(statement.path("Action"))).allMatch(a -> a.startsWith("s3:"));
          assertThat(resource.at("/Fn::Join/1/1").asText()).matches("/[a-z]+/.*\\*");
        }
      }
    }
  }

  @Test
  void everyFunctionHasARoleOfItsOwn() {
    Set<String> roles = new TreeSet<>();
    Map<String, JsonNode> functions = special.resources("AWS::Lambda::Function");
    functions.values().forEach(f -> roles.add(f.at("/Properties/Role/Fn::GetAtt/0").asText()));
    assertThat(roles).hasSize(functions.size());
    assertThat(special.resources(ROLE).values())
        .allMatch(role -> !role.path("Properties").has("ManagedPolicyArns"));
  }

  @Test
  void collectMayPutRecordsAndNothingElse() {
    assertThat(actions(standard, "CollectFunction"))
        .isEqualTo(Set.of("kinesis:PutRecords", "logs:CreateLogStream", "logs:PutLogEvents"));
  }

  @Test
  void onlyAFunctionThatTracesItselfMayPutRecordsBesideCollect() {
    for (String function : List.of("IngestFunction", "FinalizeFunction", "QueryFunction")) {
      assertThat(actions(standard, function)).doesNotContain("kinesis:PutRecords");
      assertThat(actions(special, function)).contains("kinesis:PutRecords");
    }
  }

  @Test
  void ingestReadsPoliciesAndNothingElseOfABucketAndKeepsTheKeyOfRedactionToItself() {
    List<String> read = new ArrayList<>();
    for (JsonNode statement :
        standard
            .properties("AWS::IAM::Policy", "IngestFunctionRoleDefaultPolicy")
            .at("/PolicyDocument/Statement")) {
      if (texts(statement.path("Action")).contains("s3:GetObject")) {
        read.add(statement.path("Resource").toString());
      }
    }
    assertThat(read).singleElement().asString().contains("BucketsPolicies").contains("policies/*");
    String key = "{{resolve:secretsmanager:tailspan/redaction}}";
    for (Map.Entry<String, JsonNode> function :
        special.resources("AWS::Lambda::Function").entrySet()) {
      assertThat(function.getValue().toString().contains(key))
          .as(function.getKey())
          .isEqualTo(function.getKey().contains("IngestFunctionCode"));
    }
  }

  @Test
  void onlyFinalizeWritesTheArchiveAndOnlyWithAFanOutItInvokesItself() {
    assertThat(actions(standard, "FinalizeFunction")).doesNotContain("lambda:InvokeFunction");
    assertThat(special.properties("AWS::IAM::Policy", "InvokeItself").toString())
        .contains("lambda:InvokeFunction")
        .contains("FinalizeFunctionLive");
    List<JsonNode> writers =
        statements(standard).stream()
            .filter(s -> s.toString().contains("s3:PutObject"))
            .filter(s -> s.toString().contains("BucketsArchive"))
            .toList();
    assertThat(writers).hasSize(1);
  }

  @Test
  void nobodyDeletesAnything() {
    for (JsonNode statement : allowed()) {
      assertThat(texts(statement.path("Action"))).noneMatch(action -> action.contains("Delete"));
    }
  }

  private List<JsonNode> allowed() {
    List<JsonNode> all = new ArrayList<>(statements(standard));
    all.addAll(statements(special));
    assertThat(all).hasSizeGreaterThan(20);
    return all;
  }

  private static List<JsonNode> statements(Synthesized template) {
    List<JsonNode> all = new ArrayList<>();
    template
        .resources("AWS::IAM::Policy")
        .values()
        .forEach(
            p -> all.addAll(Synthesized.elements(p.at("/Properties/PolicyDocument/Statement"))));
    return all;
  }

  private static Set<String> actions(Synthesized template, String function) {
    Set<String> actions = new TreeSet<>();
    for (JsonNode statement :
        template
            .properties("AWS::IAM::Policy", function + "RoleDefaultPolicy")
            .at("/PolicyDocument/Statement")) {
      actions.addAll(texts(statement.path("Action")));
    }
    return actions;
  }

  private static List<String> texts(JsonNode oneOrMore) {
    return oneOrMore.isArray()
        ? Synthesized.elements(oneOrMore).stream().map(JsonNode::asText).toList()
        : List.of(oneOrMore.asText());
  }
}
