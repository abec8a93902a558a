package dev.tailspan.local.cli;

import dev.tailspan.local.stack.Endpoints;

/** What to do with a stack once it runs. */
final class Guide {
  private Guide() {}

  /** Addresses, with the variables by which every AWS client and OpenTelemetry SDK takes them. */
  static String addresses(Endpoints at) {
    return """

    Send traces    %s/v1/traces  (OTLP/HTTP, protobuf or JSON)
    Query API      %s/api/v1/traces

      export OTEL_EXPORTER_OTLP_ENDPOINT=%s OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
      export AWS_ENDPOINT_URL_KINESIS=%s
      export AWS_ENDPOINT_URL_DYNAMODB=%s
      export AWS_ENDPOINT_URL_S3=%s
      export AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local

    """
        .formatted(at.otlp(), at.query(), at.otlp(), at.kinesis(), at.dynamoDb(), at.s3());
  }

  /**
   * What to try.
   *
   * @param traceId one that was kept, or a place holder
   */
  static String examples(Endpoints at, String stream, String policyObject, String traceId) {
    return """
    Try
      ./tailspan search --min-duration 500ms
      ./tailspan trace %s
      ./tailspan sql --query slowest-operations
      ./tailspan send my-traces.json
      curl -s '%s/api/v1/traces?service=frontend&limit=3'
      curl -s %s/api/v1/traces/%s
      aws --endpoint-url %s kinesis list-shards --stream-name %s
      aws --endpoint-url %s s3 cp my-policies.yaml s3://%s

    From a Collector
      exporters:
        awskinesis:
          aws: {stream_name: %s, region: us-east-1, kinesis_endpoint: "%s"}
          encoding: {name: otlp_proto}

    """
        .formatted(
            traceId,
            at.query(),
            at.query(),
            traceId,
            at.kinesis(),
            stream,
            at.s3(),
            policyObject,
            stream,
            at.kinesis());
  }
}
