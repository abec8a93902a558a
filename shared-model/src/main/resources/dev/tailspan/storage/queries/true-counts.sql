-- How many traces there really were in the last day, from those kept, with the standard error
-- A kept trace of weight w was kept with probability 1/w, so it stands for w and adds w * (w - 1) to the variance.
WITH kept AS (
  SELECT
    TraceId,
    max(RootServiceName) AS service,
    max(RootSpanName) AS operation,
    max(AdjustedCount) AS weight
  FROM traces
  WHERE dt >= cast(cast(current_date - interval '1' day AS date) AS varchar)
  GROUP BY TraceId
)
SELECT
  service,
  operation,
  count(*) AS kept,
  round(sum(weight)) AS estimated,
  round(sqrt(sum(CASE WHEN weight > 1 THEN weight * (weight - 1) ELSE 0 END))) AS standard_error
FROM kept
GROUP BY service, operation
ORDER BY estimated DESC, service, operation
