package dev.tailspan.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.LambdaIntegration;
import software.amazon.awscdk.services.apigateway.LogGroupLogDestination;
import software.amazon.awscdk.services.apigateway.MethodLoggingLevel;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.RequestValidator;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.apigateway.ThrottleSettings;
import software.amazon.awscdk.services.apigateway.UsagePlanPerApiStage;
import software.amazon.awscdk.services.apigateway.UsagePlanProps;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * The REST API: {@code POST /v1/traces} goes to collect, all else to query, so that a new read API
 * needs no new deployment of this.
 */
final class HttpApi extends Construct {
  static final String STAGE = "live";

  private static final String CONTENT_TYPE = "method.request.header.Content-Type";

  private final RestApi api;

  HttpApi(Construct scope, String id, TailspanProps props, IFunction query, IFunction collect) {
    super(scope, id);
    ApiSettings settings = props.api();
    LogGroup accessLog =
        LogGroup.Builder.create(this, "AccessLog")
            .retention(Logs.retention(props.operations().logDays()))
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    api = api(settings, accessLog);
    RequestValidator validator =
        RequestValidator.Builder.create(this, "Validator")
            .restApi(api)
            .validateRequestParameters(true)
            .build();
    MethodOptions.Builder method =
        ApiAuthorization.of(this, settings.access())
            .apiKeyRequired(settings.keyRequired())
            .requestValidator(validator);
    api.getRoot().addResource("{proxy+}").addMethod("ANY", integration(query), method.build());
    api.getRoot()
        .addResource("v1")
        .addResource("traces")
        .addMethod(
            "POST",
            integration(collect),
            method.requestParameters(Map.of(CONTENT_TYPE, true)).build());
    keepErrorsForAWhile(props.operations().logDays());
    limit(settings);
    if (settings.firewall()) {
      new Firewall(this, "Firewall", api);
    }
    acceptFindings(settings);
  }

  private RestApi api(ApiSettings settings, LogGroup accessLog) {
    RestApi.Builder builder =
        RestApi.Builder.create(this, "Api")
            .description("Tailspan: looks traces up and takes spans")
            // Answers are packed and spans are protobuf: everything is bytes.
            .binaryMediaTypes(List.of("*/*"))
            .endpointTypes(List.of(EndpointType.REGIONAL))
            .cloudWatchRole(settings.logRole())
            .deployOptions(
                StageOptions.builder()
                    .stageName(STAGE)
                    .throttlingRateLimit(settings.requestsPerSecond())
                    .throttlingBurstLimit(settings.burst())
                    .accessLogDestination(new LogGroupLogDestination(accessLog))
                    .accessLogFormat(AccessLogFormat.jsonWithStandardFields())
                    .loggingLevel(MethodLoggingLevel.ERROR)
                    // Bodies are other people's spans.
                    .dataTraceEnabled(false)
                    .metricsEnabled(true)
                    .build());
    if (settings.logRole()) {
      builder.cloudWatchRoleRemovalPolicy(RemovalPolicy.DESTROY);
    }
    return builder.build();
  }

  private static LambdaIntegration integration(IFunction function) {
    return LambdaIntegration.Builder.create(function).allowTestInvoke(false).build();
  }

  /** API Gateway would make this group itself, and keep it for ever. */
  private void keepErrorsForAWhile(int days) {
    LogGroup errors =
        LogGroup.Builder.create(this, "ErrorLog")
            .logGroupName("API-Gateway-Execution-Logs_" + api.getRestApiId() + "/" + STAGE)
            .retention(Logs.retention(days))
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    api.getDeploymentStage().getNode().addDependency(errors);
  }

  private void limit(ApiSettings settings) {
    var plan =
        api.addUsagePlan(
            "Plan",
            UsagePlanProps.builder()
                .description("Tailspan: what a caller with an API key may ask for")
                .throttle(
                    ThrottleSettings.builder()
                        .rateLimit(settings.requestsPerSecond())
                        .burstLimit(settings.burst())
                        .build())
                .apiStages(
                    List.of(
                        UsagePlanPerApiStage.builder()
                            .api(api)
                            .stage(api.getDeploymentStage())
                            .build()))
                .build());
    if (settings.keyRequired()) {
      plan.addApiKey(api.addApiKey("Key"));
    }
  }

  private void acceptFindings(ApiSettings settings) {
    Nag.accept(
        api,
        "AwsSolutions-APIG2",
        "Parameters are validated. Of bodies API Gateway validates JSON alone, and these are"
            + " protobuf and YAML: the functions check what they read.");
    if (!(settings.access() instanceof ApiAccess.UserPools)) {
      Nag.accept(
          api,
          "AwsSolutions-COG4",
          "Callers are services and operators: they are authorized by IAM or by the account's own"
              + " authorizer, as chosen.");
    }
    if (!settings.firewall()) {
      Nag.accept(
          api,
          "AwsSolutions-APIG3",
          "Every request is authorized and throttled; a web ACL can be switched on and costs by the"
              + " month.");
    }
    if (settings.logRole()) {
      Nag.accept(
          api,
          "AwsSolutions-IAM4",
          "API Gateway takes no other policy for its account-wide role for logs.",
          List.of(
              "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"));
    }
  }

  RestApi api() {
    return api;
  }
}
