package dev.tailspan.infra;

import dev.tailspan.functions.common.FunctionMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** What somebody should look at. Each alarm has its entry in {@code docs/runbook.md}. */
final class Alarms extends Construct {
  private static final int BEHIND_MILLIS = 5 * 60_000;
  private static final int STEPS_BEHIND = 10;
  private static final double NEAR_THE_LIMIT = 0.75;

  private final List<Alarm> all = new ArrayList<>();
  private final List<? extends IAlarmAction> actions;

  /** When it goes off: in so many of the last minutes the figure is at or above the threshold. */
  private record When(double threshold, int minutes, int of, TreatMissingData missing) {
    static When atLeast(double threshold, int minutes, int of) {
      return new When(threshold, minutes, of, TreatMissingData.NOT_BREACHING);
    }

    When orNothingIsHeard() {
      return new When(threshold, minutes, of, TreatMissingData.BREACHING);
    }
  }

  Alarms(
      Construct scope,
      String id,
      TailspanProps props,
      Metrics metrics,
      JavaFunction ingest,
      JavaFunction finalization,
      RestApi api) {
    super(scope, id);
    List<String> topics = props.operations().alarmTopics();
    actions =
        IntStream.range(0, topics.size())
            .mapToObj(n -> new SnsAction(Topic.fromTopicArn(this, "Topic" + n, topics.get(n))))
            .toList();
    aboutIngest(metrics, ingest);
    aboutDecisions(props, metrics, finalization);
    aboutTheRest(metrics, api);
  }

  private void aboutIngest(Metrics metrics, JavaFunction ingest) {
    add(
        "IngestBehind",
        "Ingest reads the stream minutes late",
        metrics.lambda(ingest, "IteratorAge", "Maximum"),
        When.atLeast(BEHIND_MILLIS, 5, 5));
    add(
        "IngestErrors",
        "Ingest fails",
        metrics.lambda(ingest, "Errors", "Sum"),
        When.atLeast(1, 3, 5));
    add(
        "RecordsQuarantined",
        "Records that cannot be decoded were put into quarantine",
        metrics.own(FunctionMetrics.QUARANTINED_RECORDS, "Sum"),
        When.atLeast(1, 1, 1));
    add(
        "RecordsGivenUp",
        "Batches were given up after their retries, and lie in the quarantine bucket",
        metrics.mapping("OnFailureDestinationDeliveredEventCount"),
        When.atLeast(1, 1, 1));
    add(
        "RecordsLost",
        "Records were dropped without getting to the quarantine bucket",
        metrics.mapping("DroppedEventCount"),
        When.atLeast(1, 1, 1));
  }

  private void aboutDecisions(TailspanProps props, Metrics metrics, JavaFunction finalization) {
    add(
        "DecisionsBehind",
        "No trace of the last minutes can be decided: a shard is not read, or finalize is not run",
        metrics.own(FunctionMetrics.WATERMARK_LAG, "Maximum"),
        When.atLeast(BEHIND_MILLIS + props.stream().window().toMillis(), 5, 5).orNothingIsHeard());
    add(
        "FinalizeBehind",
        "Finalize does not keep up with what it may decide",
        metrics.own(FunctionMetrics.STEPS_BEHIND, "Maximum"),
        When.atLeast(STEPS_BEHIND, 5, 5));
    add(
        "SpansExpired",
        "Traces were decided when staged spans of theirs may have expired",
        metrics.own(FunctionMetrics.EXPIRED_STEPS, "Maximum"),
        When.atLeast(1, 1, 1));
    add(
        "FinalizeErrors",
        "Finalize fails",
        metrics.lambda(finalization, "Errors", "Sum"),
        When.atLeast(1, 3, 5));
    add(
        "FinalizeSlow",
        "Finalize comes near its time limit",
        metrics.lambda(finalization, "Duration", "Maximum"),
        When.atLeast(
            NEAR_THE_LIMIT * FinalizeFunction.TIMEOUT.toMilliseconds().doubleValue(), 3, 5));
    add(
        "OldPolicyInForce",
        "The policy file is refused, and an older one decides",
        metrics.own(FunctionMetrics.POLICY_REFUSED, "Maximum"),
        When.atLeast(1, 3, 5));
  }

  private void aboutTheRest(Metrics metrics, RestApi api) {
    add(
        "TablesThrottled",
        "DynamoDB turns requests away",
        metrics.throttles(),
        When.atLeast(1, 3, 5));
    add(
        "StreamThrottled",
        "Kinesis turns records away, and publishers must send them again",
        metrics.stream("WriteProvisionedThroughputExceeded", "Sum"),
        When.atLeast(1, 3, 5));
    add(
        "ApiErrors",
        "The API fails for its callers",
        api.metricServerError(
            MetricOptions.builder().period(Metrics.PERIOD).statistic("Sum").build()),
        When.atLeast(1, 3, 5));
    add(
        "OwnTracesLost",
        "Functions cannot publish the traces they make of themselves",
        metrics.own(FunctionMetrics.OWN_TRACES_LOST, "Sum"),
        When.atLeast(1, 3, 5));
  }

  private void add(String name, String says, IMetric metric, When when) {
    Alarm alarm =
        Alarm.Builder.create(this, name)
            .alarmDescription(
                says + ". What to do: docs/runbook.md#" + name.toLowerCase(Locale.ROOT))
            .metric(metric)
            .threshold(when.threshold())
            .comparisonOperator(ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD)
            .datapointsToAlarm(when.minutes())
            .evaluationPeriods(when.of())
            .treatMissingData(when.missing())
            .build();
    if (!actions.isEmpty()) {
      alarm.addAlarmAction(actions.toArray(IAlarmAction[]::new));
    }
    all.add(alarm);
  }

  List<Alarm> all() {
    return List.copyOf(all);
  }
}
