package dev.tailspan.stores.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.stores.AwsConnection;
import java.net.URI;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

class SdkClientsTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  @Test
  void allClientsHaveOneExecutorForTheirTimeouts() {
    ScheduledExecutorService first = executor();
    assertThat(first).isSameAs(executor());
    assertThat(first.isShutdown()).isFalse(); // though the clients were closed
  }

  private static ScheduledExecutorService executor() {
    AwsConnection connection = AwsConnection.toEmulators(null, null, NOWHERE);
    KinesisClientBuilder builder =
        SdkClients.configure(
            KinesisClient.builder(), connection, NOWHERE, SdkClients.Bounds.REQUESTS);
    builder.build().close();
    return builder.overrideConfiguration().scheduledExecutorService().orElseThrow();
  }
}
