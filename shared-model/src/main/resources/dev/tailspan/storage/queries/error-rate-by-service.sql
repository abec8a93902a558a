-- Share of failed calls by service in the last day, worst first
SELECT
  ServiceName,
  round(sum(AdjustedCount)) AS calls,
  round(sum(CASE WHEN StatusCode = 'Error' THEN AdjustedCount ELSE 0 END)) AS failed,
  sum(CASE WHEN StatusCode = 'Error' THEN AdjustedCount ELSE 0 END) / sum(AdjustedCount) AS error_rate
FROM traces
WHERE dt >= cast(cast(current_date - interval '1' day AS date) AS varchar)
  AND AdjustedCount > 0
GROUP BY ServiceName
ORDER BY error_rate DESC, ServiceName
