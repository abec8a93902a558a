package dev.tailspan.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpApiTest {
  private static final String METHOD = "AWS::ApiGateway::Method";

  private Synthesized standard;
  private Synthesized special;

  @BeforeEach
  void synthesize() {
    standard = Synthesized.standard();
    special = Synthesized.special();
  }

  @Test
  void bodiesAreBytes() {
    standard
        .template()
        .hasResourceProperties(
            "AWS::ApiGateway::RestApi", Map.of("BinaryMediaTypes", List.of("*/*")));
  }

  @Test
  void spansGoToCollectAndAllElseToQuery() {
    assertThat(standard.resources(METHOD)).hasSize(2);
    JsonNode collect = standard.properties(METHOD, "v1traces");
    assertThat(collect.path("HttpMethod").asText()).isEqualTo("POST");
    assertThat(collect.path("Integration").path("Uri").toString()).contains("CollectFunction");
    assertThat(collect.path("RequestParameters").toString()).contains("Content-Type");
    JsonNode query = standard.properties(METHOD, "proxy");
    assertThat(query.path("HttpMethod").asText()).isEqualTo("ANY");
    assertThat(query.path("Integration").path("Uri").toString()).contains("QueryFunction");
  }

  @Test
  void nobodyGetsInWithoutBeingAuthorized() {
    assertThat(standard.resources(METHOD).values())
        .allSatisfy(
            method -> {
              assertThat(method.at("/Properties/AuthorizationType").asText()).isEqualTo("AWS_IAM");
              assertThat(method.at("/Properties/RequestValidatorId/Ref").asText()).isNotEmpty();
            });
    assertThat(special.resources(METHOD).values())
        .allSatisfy(
            method -> {
              JsonNode properties = method.path("Properties");
              assertThat(properties.path("AuthorizationType").asText())
                  .isEqualTo("COGNITO_USER_POOLS");
              assertThat(properties.path("AuthorizationScopes").toString()).contains("traces/read");
              assertThat(properties.path("ApiKeyRequired").asBoolean()).isTrue();
            });
  }

  @Test
  void tokensOfOthersAreCheckedByTheAuthorizerThatWasNamed() {
    String arn = "arn:aws:lambda:eu-central-1:123456789012:function:jwt";
    Synthesized own =
        Synthesized.of(Synthesized.builder().access(new ApiAccess.Authorizer(arn)).build());
    String authorizer = own.resources("AWS::ApiGateway::Authorizer").keySet().iterator().next();
    assertThat(own.resources(METHOD).values())
        .hasSize(2)
        .allSatisfy(
            method -> {
              assertThat(method.at("/Properties/AuthorizationType").asText()).isEqualTo("CUSTOM");
              assertThat(method.at("/Properties/AuthorizerId/Ref").asText()).isEqualTo(authorizer);
            });
    JsonNode properties = own.properties("AWS::ApiGateway::Authorizer", "");
    assertThat(properties.path("Type").asText()).isEqualTo("TOKEN");
    assertThat(properties.path("AuthorizerUri").toString()).contains(arn);
    assertThat(own.resources("AWS::Lambda::Permission").values())
        .as("API Gateway may invoke it")
        .anySatisfy(
            permission ->
                assertThat(permission.at("/Properties/FunctionName").asText()).isEqualTo(arn));
    assertThat(own.findings()).isEmpty();
  }

  /** API Gateway validates bodies as JSON, and refuses spans in protobuf and policies in YAML. */
  @Test
  void bodiesAreCheckedByNobodyButUs() {
    JsonNode validator = standard.properties("AWS::ApiGateway::RequestValidator", "");
    assertThat(validator.path("ValidateRequestParameters").asBoolean()).isTrue();
    assertThat(validator.has("ValidateRequestBody")).isFalse();
  }

  @Test
  void callersAreThrottledAndLogged() {
    JsonNode stage = standard.properties("AWS::ApiGateway::Stage", "");
    assertThat(stage.at("/MethodSettings/0/ThrottlingRateLimit").asInt()).isEqualTo(100);
    assertThat(stage.at("/MethodSettings/0/ThrottlingBurstLimit").asInt()).isEqualTo(200);
    assertThat(stage.at("/MethodSettings/0/DataTraceEnabled").asBoolean()).isFalse();
    assertThat(stage.at("/AccessLogSetting/DestinationArn").toString()).contains("AccessLog");
    assertThat(stage.at("/AccessLogSetting/Format").asText())
        .doesNotContainIgnoringCase("authorization");
    assertThat(
            special.properties("AWS::ApiGateway::UsagePlan", "").at("/Throttle/RateLimit").asInt())
        .isEqualTo(10);
  }

  @Test
  void whatApiGatewayLogsItselfExpiresToo() {
    JsonNode log = standard.properties("AWS::Logs::LogGroup", "HttpErrorLog");
    assertThat(log.path("LogGroupName").toString())
        .contains("API-Gateway-Execution-Logs_")
        .contains("/live");
    assertThat(log.path("RetentionInDays").asInt()).isEqualTo(14);
    assertThat(
            Synthesized.elements(standard.resource("AWS::ApiGateway::Stage", "").path("DependsOn")))
        .anyMatch(id -> id.asText().contains("HttpErrorLog"));
  }

  @Test
  void theFirewallIsThereWhenItIsAskedForAndLooksAtNoBody() {
    assertThat(standard.resources("AWS::WAFv2::WebACL")).isEmpty();
    JsonNode acl = special.properties("AWS::WAFv2::WebACL", "Firewall");
    assertThat(acl.path("Rules").toString())
        .contains("AWSManagedRulesAmazonIpReputationList")
        .contains("RateBasedStatement")
        .doesNotContain("CommonRuleSet");
    assertThat(special.resources("AWS::WAFv2::WebACLAssociation")).hasSize(1);
  }

  @Test
  void outputsAreWhatOneNeedsNext() {
    assertThat(standard.outputs().properties())
        .extracting(Map.Entry::getKey)
        .contains(
            "StreamName",
            "StreamArn",
            "ApiUrl",
            "OtlpUrl",
            "PolicyBucket",
            "ArchiveBucket",
            "QuarantineBucket",
            "StagingTable",
            "IndexTable");
    assertThat(standard.outputs().path("OtlpUrl").toString()).contains("/v1/traces");
  }
}
