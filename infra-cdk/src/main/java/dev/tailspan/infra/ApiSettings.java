package dev.tailspan.infra;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The API in front of query and collect.
 *
 * @param requestsPerSecond let through on average, all callers together
 * @param burst let through at once
 * @param keyRequired whether callers also bring an API key, each with that rate of its own
 * @param firewall whether a web ACL stands in front
 * @param logRole whether API Gateway's role for logs, one an account and region, is made here
 */
record ApiSettings(
    ApiAccess access,
    int requestsPerSecond,
    int burst,
    boolean keyRequired,
    boolean firewall,
    boolean logRole) {
  private static final Pattern POOL =
      Pattern.compile("arn:[^:]+:cognito-idp:[^:]+:[^:]+:userpool/.+");
  private static final Pattern FUNCTION =
      Pattern.compile("arn:[^:]+:lambda:[^:]+:[^:]+:function:.+");

  void check(List<String> problems) {
    if (requestsPerSecond < 1 || burst < 1) {
      problems.add(
          "requestsPerSecond and burst must be positive, but are "
              + requestsPerSecond
              + " and "
              + burst
              + ".");
    }
    if (access instanceof ApiAccess.UserPools pools) {
      if (pools.arns().isEmpty()) {
        problems.add("Access by user pools needs the ARN of one.");
      }
      pools.arns().stream()
          .filter(arn -> !isToken(arn) && !POOL.matcher(arn).matches())
          .forEach(arn -> problems.add("'" + arn + "' is no ARN of a Cognito user pool."));
    }
    if (access instanceof ApiAccess.Authorizer own
        && !isToken(own.functionArn())
        && !FUNCTION.matcher(own.functionArn()).matches()) {
      problems.add("'" + own.functionArn() + "' is no ARN of a Lambda function.");
    }
  }

  /** A value that only the deployment knows. */
  private static boolean isToken(String text) {
    return text.contains("${Token[");
  }
}
