package dev.tailspan.local.stack;

import dev.tailspan.stores.AwsConnection;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of the functions: as in AWS, but with slices and, usually, steps of a second. */
final class FunctionEnvironment {
  private FunctionEnvironment() {}

  static Map<String, String> of(StackSettings settings, AwsConnection connection) {
    Map<String, String> variables = new HashMap<>();
    variables.put("AWS_ENDPOINT_URL_DYNAMODB", text(connection.dynamoDb()));
    variables.put("AWS_ENDPOINT_URL_S3", text(connection.s3()));
    variables.put("AWS_ENDPOINT_URL_KINESIS", text(connection.kinesis()));
    variables.put("AWS_REGION", connection.region());
    variables.put("TAILSPAN_STREAM", Emulators.STREAM);
    variables.put("TAILSPAN_STAGING_TABLE", Emulators.TABLES.staging());
    variables.put("TAILSPAN_STATE_TABLE", Emulators.TABLES.state());
    variables.put("TAILSPAN_INDEX_TABLE", Emulators.TABLES.index());
    variables.put("TAILSPAN_BLOCKS_BUCKET", Emulators.BLOCKS);
    variables.put("TAILSPAN_ARCHIVE_BUCKET", Emulators.ARCHIVE);
    variables.put("TAILSPAN_QUARANTINE_BUCKET", Emulators.QUARANTINE);
    variables.put("TAILSPAN_POLICY_BUCKET", Emulators.POLICY);
    variables.put("TAILSPAN_S3_PATH_STYLE", "true");
    variables.put("TAILSPAN_BUCKETS", Integer.toString(LocalStack.LAYOUT.buckets()));
    variables.put("TAILSPAN_SLICE_SECONDS", Long.toString(LocalStack.LAYOUT.sliceMillis() / 1000));
    variables.put("TAILSPAN_STEP_SECONDS", Long.toString(settings.step().toSeconds()));
    variables.put("TAILSPAN_QUIET_SECONDS", Long.toString(settings.quiet().toSeconds()));
    variables.put("TAILSPAN_SLACK_MILLIS", "200");
    if (settings.selfTracing() > 0) {
      variables.put("TAILSPAN_SELF_TRACING", Double.toString(settings.selfTracing()));
    }
    settings
        .reading()
        .processor()
        .ifPresent(name -> variables.put("TAILSPAN_POLICY_PROCESSOR", name));
    String redactionKey = System.getenv("TAILSPAN_REDACTION_KEY");
    if (redactionKey != null) {
      variables.put("TAILSPAN_REDACTION_KEY", redactionKey);
    }
    variables.put("TAILSPAN_FEATURE_GATES", String.join(",", settings.reading().gates().names()));
    return variables;
  }

  private static String text(@Nullable URI endpoint) {
    if (endpoint == null) {
      throw new IllegalArgumentException("an emulator has no address");
    }
    return endpoint.toString();
  }
}
