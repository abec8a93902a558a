package dev.tailspan.local.traffic;

import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;

/**
 * One line of the capture.
 *
 * @param parentSpanId {@link SpanId#NONE} for a root
 * @param pod the Kubernetes pod that made the span
 * @param startTimeUnixNano as captured, in August 2022
 */
record CapturedSpan(
    TraceId traceId,
    SpanId spanId,
    SpanId parentSpanId,
    String pod,
    String operation,
    long startTimeUnixNano,
    long endTimeUnixNano) {

  /** The deployment's name: the pod's without the parts that replica set and pod added. */
  String service() {
    return withoutLastPart(replicaSet());
  }

  String replicaSet() {
    return withoutLastPart(pod);
  }

  private static String withoutLastPart(String name) {
    int dash = name.lastIndexOf('-');
    if (dash <= 0) {
      throw new IllegalArgumentException("'" + name + "' is no pod of a deployment");
    }
    return name.substring(0, dash);
  }
}
