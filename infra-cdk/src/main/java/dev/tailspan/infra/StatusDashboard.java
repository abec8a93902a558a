package dev.tailspan.infra;

import dev.tailspan.functions.common.FunctionMetrics;
import java.util.List;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.constructs.Construct;

/** What one looks at first: alarms, then the way of the spans from the stream to the archive. */
final class StatusDashboard extends Construct {
  private static final int WIDTH = 8;
  private static final int FULL_WIDTH = 24;

  private final Dashboard dashboard;

  StatusDashboard(
      Construct scope,
      String id,
      Metrics metrics,
      JavaFunction ingest,
      JavaFunction finalization,
      JavaFunction query,
      List<Alarm> alarms) {
    super(scope, id);
    dashboard = Dashboard.Builder.create(this, "Dashboard").build();
    dashboard.addWidgets(
        AlarmStatusWidget.Builder.create()
            .title("Alarms")
            .alarms(alarms)
            .width(FULL_WIDTH)
            .build());
    dashboard.addWidgets(
        graph(
            "Received",
            metrics.stream("IncomingRecords", "Sum"),
            metrics.stream("IncomingBytes", "Sum")),
        graph(
            "Staged",
            metrics.own(FunctionMetrics.SPANS, "Sum"),
            metrics.own(FunctionMetrics.QUARANTINED_RECORDS, "Sum")),
        graph(
            "Traces",
            metrics.own(FunctionMetrics.TRACES, "Sum"),
            metrics.own(FunctionMetrics.KEPT_TRACES, "Sum")));
    dashboard.addWidgets(
        graph(
            "How far behind",
            metrics.lambda(ingest, "IteratorAge", "Maximum"),
            metrics.own(FunctionMetrics.WATERMARK_LAG, "Maximum")),
        graph("Steps to decide", metrics.own(FunctionMetrics.STEPS_BEHIND, "Maximum")),
        graph(
            "Throttled",
            metrics.throttles(),
            metrics.stream("WriteProvisionedThroughputExceeded", "Sum")));
    dashboard.addWidgets(
        function("Ingest", metrics, ingest),
        function("Finalize", metrics, finalization),
        function("Query", metrics, query));
  }

  private static GraphWidget function(String title, Metrics metrics, JavaFunction function) {
    return graph(
        title,
        metrics.lambda(function, "Duration", "Maximum"),
        metrics.lambda(function, "Errors", "Sum"),
        metrics.lambda(function, "Throttles", "Sum"));
  }

  private static GraphWidget graph(String title, IMetric... metrics) {
    return GraphWidget.Builder.create().title(title).left(List.of(metrics)).width(WIDTH).build();
  }

  String name() {
    return dashboard.getDashboardName();
  }
}
