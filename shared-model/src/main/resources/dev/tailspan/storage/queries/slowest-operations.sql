-- Operations by the 99th percentile of their calls in the last day, slowest first
-- AdjustedCount says how many calls a kept one stands for; a call kept by hand stands for none.
WITH calls AS (
  SELECT
    ServiceName,
    SpanName,
    Duration,
    sum(AdjustedCount) OVER (PARTITION BY ServiceName, SpanName ORDER BY Duration ROWS UNBOUNDED PRECEDING) AS up_to,
    sum(AdjustedCount) OVER (PARTITION BY ServiceName, SpanName) AS calls
  FROM traces
  WHERE dt >= cast(cast(current_date - interval '1' day AS date) AS varchar)
    AND AdjustedCount > 0
)
SELECT
  ServiceName,
  SpanName,
  round(max(calls)) AS calls,
  min(CASE WHEN up_to >= 0.50 * calls THEN Duration END) / 1e6 AS p50_ms,
  min(CASE WHEN up_to >= 0.99 * calls THEN Duration END) / 1e6 AS p99_ms,
  max(Duration) / 1e6 AS slowest_ms
FROM calls
GROUP BY ServiceName, SpanName
ORDER BY p99_ms DESC, ServiceName, SpanName
LIMIT 50
