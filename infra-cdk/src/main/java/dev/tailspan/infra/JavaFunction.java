package dev.tailspan.infra;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/** One of our functions: its zip, its log group and a role that no other function has. */
final class JavaFunction extends Construct {
  private static final String HANDLER =
      "io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest";

  private final Function function;
  private final IFunction target;
  private final Role role;

  /**
   * How a function is set up.
   *
   * @param name of its module
   * @param memoryMegabytes processor time comes with it: one core at 1,769
   * @param concurrency reserved for it; empty shares the account's
   */
  record Spec(
      String name,
      String description,
      int memoryMegabytes,
      Duration timeout,
      Optional<Integer> concurrency) {}

  JavaFunction(
      Construct scope,
      Spec spec,
      TailspanProps props,
      Map<String, String> environment,
      Grants grants) {
    super(scope, "Function");
    LogGroup log =
        LogGroup.Builder.create(this, "Log")
            .retention(Logs.retention(props.operations().logDays()))
            .removalPolicy(RemovalPolicy.DESTROY)
            .build();
    role = role(log, grants, spec);
    Function.Builder builder =
        Function.Builder.create(this, "Code")
            .description(spec.description())
            .runtime(Runtime.JAVA_17)
            .architecture(Architecture.ARM_64)
            .handler(HANDLER)
            .code(Code.fromAsset(props.zip(spec.name()).toString()))
            .memorySize(spec.memoryMegabytes())
            .timeout(spec.timeout())
            .environment(new TreeMap<>(environment))
            .logGroup(log)
            // What Lambda and its runtime client say themselves; our own lines are JSON already.
            .loggingFormat(LoggingFormat.JSON)
            .role(role);
    spec.concurrency().ifPresent(builder::reservedConcurrentExecutions);
    boolean snapStart = props.operations().snapStart();
    if (snapStart) {
      builder.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS);
    }
    function = builder.build();
    Nag.accept(
        function, "AwsSolutions-L1", "Java 17 is what everything is built for and tested on.");
    target =
        snapStart
            ? Alias.Builder.create(this, "Live")
                .aliasName("live")
                .version(function.getCurrentVersion())
                .build()
            : function;
  }

  private Role role(LogGroup log, Grants grants, Spec spec) {
    Role made =
        Role.Builder.create(this, "Role")
            .description("Tailspan: " + spec.name())
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    made.addToPolicy(
        PolicyStatement.Builder.create()
            .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
            .resources(List.of(log.getLogGroupArn()))
            .build());
    grants.statements().forEach(made::addToPolicy);
    Nag.accept(
        made,
        "AwsSolutions-IAM5",
        "Keys of objects are made at run time: a prefix of a bucket is the narrowest S3 has.",
        Nag.UNDER_A_PREFIX);
    return made;
  }

  /** Its own metrics; invoke {@link #target()}. */
  Function function() {
    return function;
  }

  /** What is invoked: the function, or with SnapStart its published version. */
  IFunction target() {
    return target;
  }

  Role role() {
    return role;
  }
}
