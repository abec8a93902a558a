package dev.tailspan.infra;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.kinesis.Stream;
import software.amazon.awscdk.services.kinesis.StreamEncryption;
import software.amazon.awscdk.services.kinesis.StreamMode;
import software.constructs.Construct;

/** The Kinesis stream that spans come in by, encrypted with AWS' key for Kinesis. */
final class SpanStream extends Construct {
  private final Stream stream;

  SpanStream(Construct scope, String id, StreamSettings settings) {
    super(scope, id);
    Stream.Builder builder =
        Stream.Builder.create(this, "Stream")
            .encryption(StreamEncryption.MANAGED)
            .retentionPeriod(Duration.hours(settings.retention().toHours()))
            // What is on it is read within seconds; nothing is left to keep.
            .removalPolicy(RemovalPolicy.DESTROY);
    if (settings.capacity() instanceof StreamCapacity.Provisioned fixed) {
      builder.streamMode(StreamMode.PROVISIONED).shardCount(fixed.shards());
    } else {
      builder.streamMode(StreamMode.ON_DEMAND);
    }
    stream = builder.build();
  }

  Stream stream() {
    return stream;
  }
}
