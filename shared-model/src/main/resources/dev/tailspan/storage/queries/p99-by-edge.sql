-- Calls from one service to another in the last day, with weighted p50 and p99
-- An edge is a span whose parent belongs to another service; its duration is the callee's.
WITH recent AS (
  SELECT TraceId, SpanId, ParentSpanId, ServiceName, Duration, StatusCode, AdjustedCount
  FROM traces
  WHERE dt >= cast(cast(current_date - interval '1' day AS date) AS varchar)
    AND AdjustedCount > 0
),
edges AS (
  SELECT
    caller.ServiceName AS caller,
    callee.ServiceName AS callee,
    callee.Duration AS duration,
    callee.StatusCode AS status,
    callee.AdjustedCount AS weight
  FROM recent AS callee
  JOIN recent AS caller
    ON caller.TraceId = callee.TraceId
    AND caller.SpanId = callee.ParentSpanId
    AND caller.ServiceName <> callee.ServiceName
),
ranked AS (
  SELECT
    caller,
    callee,
    duration,
    status,
    weight,
    sum(weight) OVER (PARTITION BY caller, callee ORDER BY duration ROWS UNBOUNDED PRECEDING) AS up_to,
    sum(weight) OVER (PARTITION BY caller, callee) AS calls
  FROM edges
)
SELECT
  caller,
  callee,
  round(max(calls)) AS calls,
  round(sum(CASE WHEN status = 'Error' THEN weight ELSE 0 END)) AS failed,
  min(CASE WHEN up_to >= 0.50 * calls THEN duration END) / 1e6 AS p50_ms,
  min(CASE WHEN up_to >= 0.99 * calls THEN duration END) / 1e6 AS p99_ms
FROM ranked
GROUP BY caller, callee
ORDER BY p99_ms DESC, caller, callee
