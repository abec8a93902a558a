package dev.tailspan.infra;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.kinesis.IStream;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * All of Tailspan in one stack, to be put into any CDK app:
 *
 * <pre>{@code
 * Tailspan tracing = new Tailspan(this, "Tracing", TailspanProps.defaults());
 * tracing.stream().grantWrite(service);
 * }</pre>
 */
public final class Tailspan extends Construct {
  private final Stores stores;
  private final IFunction query;
  private final HttpApi http;
  private final StatusDashboard dashboard;
  private final ArchiveQueries sql;

  public Tailspan(Construct scope, String id, TailspanProps props) {
    super(scope, id);
    // Access logs are then allowed by the bucket's policy; the older way needs ACLs, which are off.
    getNode().setContext("@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy", true);
    RemovalPolicy removal =
        props.operations().keepData() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    stores =
        new Stores(
            new SpanStream(this, "Spans", props.stream()).stream(),
            new StagingTable(this, "Staging").table(),
            new StateTable(this, "State").table(),
            new IndexTable(this, "Index", removal).table(),
            new Buckets(this, "Buckets", props.pipeline(), removal));
    props
        .policies()
        .file()
        .ifPresent(
            file ->
                new PolicyUpload(
                    this,
                    "PolicyFile",
                    stores.buckets().policies(),
                    file,
                    props.operations().logDays()));
    IngestFunction ingest = new IngestFunction(this, "Ingest", props, stores);
    FinalizeFunction finalization = new FinalizeFunction(this, "Finalize", props, stores);
    QueryFunction lookup = new QueryFunction(this, "Query", props, stores);
    CollectFunction collect = new CollectFunction(this, "Collect", props, stores);
    query = lookup.function().target();
    http = new HttpApi(this, "Http", props, query, collect.function().target());
    Metrics metrics = new Metrics(stores, ingest.mappingId());
    Alarms alarms =
        new Alarms(
            this, "Alarms", props, metrics, ingest.function(), finalization.function(), http.api());
    dashboard =
        new StatusDashboard(
            this,
            "Status",
            metrics,
            ingest.function(),
            finalization.function(),
            lookup.function(),
            alarms.all());
    sql = new ArchiveQueries(this, "Sql", props, stores.buckets().archive());
  }

  /** Where services put their spans. */
  public IStream stream() {
    return stores.stream();
  }

  /** What answers the read APIs. */
  public IFunction query() {
    return query;
  }

  /** The API before query and collect. */
  public RestApi api() {
    return http.api();
  }

  /** Blocks that are not decided yet. */
  public ITable stagingTable() {
    return stores.staging();
  }

  /** Where kept traces are found. */
  public ITable indexTable() {
    return stores.index();
  }

  /** Kept traces as Parquet, under {@code traces/}. */
  public IBucket archive() {
    return stores.buckets().archive();
  }

  /** Records that could not be decoded, and batches that were given up. */
  public IBucket quarantine() {
    return stores.buckets().quarantine();
  }

  /** Where the policy file lies, at {@code policies/current.yaml}. */
  public IBucket policies() {
    return stores.buckets().policies();
  }

  /** Athena's workgroup for SQL over the archive. */
  public String workGroup() {
    return sql.workGroupName();
  }

  /** Glue's database with the table {@code traces}. */
  public String sqlDatabase() {
    return sql.databaseName();
  }

  /** CloudWatch's dashboard. */
  public String dashboard() {
    return dashboard.name();
  }
}
