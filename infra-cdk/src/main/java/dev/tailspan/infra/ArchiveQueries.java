package dev.tailspan.infra;

import dev.tailspan.storage.SavedQueries;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awscdk.Names;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.UniqueResourceNameOptions;
import software.amazon.awscdk.services.athena.CfnNamedQuery;
import software.amazon.awscdk.services.athena.CfnWorkGroup;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;

/**
 * SQL over the archive: a table in Glue that needs no crawler, a workgroup in Athena that reads no
 * more than it may, and queries to begin with.
 */
final class ArchiveQueries extends Construct {
  /** Where kept traces lie in the archive. */
  static final String PREFIX = "traces/";

  /** Where Athena puts what it found, beside them. */
  static final String RESULTS = "athena-results/";

  static final int RESULT_DAYS = 7;

  private final String databaseName;
  private final CfnWorkGroup workGroup;

  ArchiveQueries(Construct scope, String id, TailspanProps props, Bucket archive) {
    super(scope, id);
    // Of the stack and the place in it, as one stack may hold two of us.
    String name =
        Names.uniqueResourceName(
            this, UniqueResourceNameOptions.builder().separator("_").maxLength(64).build());
    databaseName = name.toLowerCase(Locale.ROOT);
    CfnDatabase database =
        CfnDatabase.Builder.create(this, "Database")
            .catalogId(Stack.of(this).getAccount())
            .databaseInput(
                CfnDatabase.DatabaseInputProperty.builder()
                    .name(databaseName)
                    .description("Tailspan: kept traces")
                    .build())
            .build();
    CfnTable table =
        CfnTable.Builder.create(this, "Traces")
            .catalogId(Stack.of(this).getAccount())
            .databaseName(databaseName)
            .tableInput(table(archive, props.pipeline()))
            .build();
    table.addResourceDependency(database);
    workGroup = workGroup(name, props, archive);
    for (String query : SavedQueries.NAMES) {
      CfnNamedQuery.Builder.create(this, query)
          .name(query)
          .description(SavedQueries.title(query))
          .database(databaseName)
          .workGroup(workGroup.getRef())
          .queryString(SavedQueries.text(query))
          .build()
          .addResourceDependency(table);
    }
  }

  private static CfnTable.TableInputProperty table(Bucket archive, PipelineSettings pipeline) {
    String location = "s3://" + archive.getBucketName() + "/" + PREFIX;
    return CfnTable.TableInputProperty.builder()
        .name(SavedQueries.TABLE)
        .description("One row a span; columns as in the Collector's ClickHouse exporter")
        .tableType("EXTERNAL_TABLE")
        .partitionKeys(columns(ArchiveSql.PARTITIONS))
        .parameters(
            Map.of(
                "classification", "parquet",
                "projection.enabled", "true",
                "projection.dt.type", "date",
                "projection.dt.format", "yyyy-MM-dd",
                "projection.dt.range",
                    "NOW-" + (pipeline.retention().toDays() + 1) + "DAYS,NOW+1DAYS",
                "projection.hour.type", "integer",
                "projection.hour.range", "0,23",
                "projection.hour.digits", "2",
                "storage.location.template", location + "dt=${dt}/hour=${hour}/"))
        .storageDescriptor(
            CfnTable.StorageDescriptorProperty.builder()
                .location(location)
                .inputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
                .outputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
                .serdeInfo(
                    CfnTable.SerdeInfoProperty.builder()
                        .serializationLibrary(
                            "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe")
                        .build())
                .columns(columns(ArchiveSql.COLUMNS))
                .build())
        .build();
  }

  private static List<CfnTable.ColumnProperty> columns(Map<String, String> types) {
    return types.entrySet().stream()
        .map(
            column ->
                CfnTable.ColumnProperty.builder()
                    .name(column.getKey())
                    .type(column.getValue())
                    .build())
        .toList();
  }

  private CfnWorkGroup workGroup(String name, TailspanProps props, Bucket archive) {
    return CfnWorkGroup.Builder.create(this, "WorkGroup")
        .name(name)
        .description("Tailspan: queries over kept traces")
        // Its named queries go with it.
        .recursiveDeleteOption(true)
        .workGroupConfiguration(
            CfnWorkGroup.WorkGroupConfigurationProperty.builder()
                .enforceWorkGroupConfiguration(true)
                .publishCloudWatchMetricsEnabled(true)
                .bytesScannedCutoffPerQuery(props.operations().sqlScanLimitBytes())
                .resultConfiguration(
                    CfnWorkGroup.ResultConfigurationProperty.builder()
                        .outputLocation("s3://" + archive.getBucketName() + "/" + RESULTS)
                        .encryptionConfiguration(
                            CfnWorkGroup.EncryptionConfigurationProperty.builder()
                                .encryptionOption("SSE_S3")
                                .build())
                        .build())
                .build())
        .build();
  }

  String databaseName() {
    return databaseName;
  }

  String workGroupName() {
    return workGroup.getRef();
  }
}
