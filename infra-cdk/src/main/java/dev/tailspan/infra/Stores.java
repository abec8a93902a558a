package dev.tailspan.infra;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.kinesis.IStream;

/** All that holds data, as the functions are told of it. */
record Stores(IStream stream, ITable staging, ITable state, ITable index, Buckets buckets) {
  /** The variables that {@code Settings} of the functions reads. */
  Map<String, String> environment(TailspanProps props) {
    Map<String, String> variables = new TreeMap<>(props.pipeline().environment());
    variables.putAll(props.policies().environment());
    variables.putAll(props.operations().environment());
    variables.put("TAILSPAN_METRICS", "true");
    variables.put("TAILSPAN_STREAM", stream.getStreamName());
    variables.put("TAILSPAN_STAGING_TABLE", staging.getTableName());
    variables.put("TAILSPAN_STATE_TABLE", state.getTableName());
    variables.put("TAILSPAN_INDEX_TABLE", index.getTableName());
    variables.put("TAILSPAN_BLOCKS_BUCKET", buckets.blocks().getBucketName());
    variables.put("TAILSPAN_ARCHIVE_BUCKET", buckets.archive().getBucketName());
    variables.put("TAILSPAN_QUARANTINE_BUCKET", buckets.quarantine().getBucketName());
    variables.put("TAILSPAN_POLICY_BUCKET", buckets.policies().getBucketName());
    return variables;
  }
}
