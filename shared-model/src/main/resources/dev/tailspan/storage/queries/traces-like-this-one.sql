-- Traces of the last day that did the same as one of them: the same operations of the same services
-- Put the trace you look at into this_one; as it stands, it is the slowest.
WITH shapes AS (
  SELECT
    TraceId,
    max(TraceDuration) AS trace_duration,
    max(SamplingPolicy) AS policy,
    max(AdjustedCount) AS weight,
    max(CASE WHEN StatusCode = 'Error' THEN 1 ELSE 0 END) AS failed,
    array_agg(DISTINCT ServiceName || ' ' || SpanName ORDER BY ServiceName || ' ' || SpanName) AS operations
  FROM traces
  WHERE dt >= cast(cast(current_date - interval '1' day AS date) AS varchar)
  GROUP BY TraceId
),
this_one AS (
  SELECT TraceId FROM shapes ORDER BY trace_duration DESC, TraceId LIMIT 1
)
SELECT
  other.TraceId,
  other.trace_duration / 1e6 AS duration_ms,
  other.failed,
  other.policy,
  other.weight
FROM shapes AS other
JOIN shapes AS looked_at ON looked_at.operations = other.operations
JOIN this_one ON this_one.TraceId = looked_at.TraceId
WHERE other.TraceId <> this_one.TraceId
ORDER BY abs(other.trace_duration - looked_at.trace_duration), other.TraceId
LIMIT 50
