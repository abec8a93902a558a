package dev.tailspan.infra;

import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awscdk.services.apigateway.AuthorizationType;
import software.amazon.awscdk.services.apigateway.CognitoUserPoolsAuthorizer;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.TokenAuthorizer;
import software.amazon.awscdk.services.cognito.IUserPool;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.FunctionAttributes;
import software.constructs.Construct;

/** Makes the authorizer that was chosen. */
final class ApiAuthorization {
  private ApiAuthorization() {}

  static MethodOptions.Builder of(Construct scope, ApiAccess access) {
    MethodOptions.Builder method = MethodOptions.builder();
    if (access instanceof ApiAccess.UserPools pools) {
      method
          .authorizationType(AuthorizationType.COGNITO)
          .authorizer(
              CognitoUserPoolsAuthorizer.Builder.create(scope, "Users")
                  .cognitoUserPools(userPools(scope, pools.arns()))
                  .build());
      return pools.scopes().isEmpty() ? method : method.authorizationScopes(pools.scopes());
    }
    if (access instanceof ApiAccess.Authorizer own) {
      return method
          .authorizationType(AuthorizationType.CUSTOM)
          .authorizer(
              TokenAuthorizer.Builder.create(scope, "Authorizer")
                  .handler(
                      Function.fromFunctionAttributes(
                          scope,
                          "AuthorizerFunction",
                          FunctionAttributes.builder()
                              .functionArn(own.functionArn())
                              .sameEnvironment(true)
                              .build()))
                  .build());
    }
    return method.authorizationType(AuthorizationType.IAM);
  }

  private static List<? extends IUserPool> userPools(Construct scope, List<String> arns) {
    return IntStream.range(0, arns.size())
        .mapToObj(n -> UserPool.fromUserPoolArn(scope, "Pool" + n, arns.get(n)))
        .toList();
  }
}
