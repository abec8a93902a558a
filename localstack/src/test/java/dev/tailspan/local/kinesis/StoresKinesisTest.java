package dev.tailspan.local.kinesis;

import dev.tailspan.stores.kinesis.KinesisStreamsContract;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;

/** Our own Kinesis adapters against the stand-in. */
class StoresKinesisTest extends KinesisStreamsContract {
  private static final KinesisStandIn KINESIS = KinesisStandIn.start(KinesisOptions.inMemory());

  @AfterAll
  static void stop() {
    KINESIS.close();
  }

  @Override
  protected URI endpoint() {
    return KINESIS.endpoint();
  }

  @Override
  protected void throttleRecords(double share) {
    KINESIS.faults().throttleRecords(share);
  }
}
