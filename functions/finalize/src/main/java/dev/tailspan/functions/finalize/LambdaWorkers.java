package dev.tailspan.functions.finalize;

import dev.tailspan.storage.StorageException;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.client.SdkClients;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** Workers that are asynchronous invocations of a Lambda function. */
final class LambdaWorkers implements Workers {
  private final LambdaClient client;

  private LambdaWorkers(LambdaClient client) {
    this.client = client;
  }

  static LambdaWorkers connect(AwsConnection connection) {
    return new LambdaWorkers(
        SdkClients.configure(LambdaClient.builder(), connection, null, SdkClients.Bounds.REQUESTS)
            .build());
  }

  @Override
  public void start(String functionArn, Share share) {
    try {
      client.invoke(
          request ->
              request
                  .functionName(functionArn)
                  .invocationType(InvocationType.EVENT)
                  .payload(SdkBytes.fromByteArray(share.toJson())));
    } catch (SdkException | UncheckedIOException e) {
      throw new StorageException("invoking " + functionArn + " failed: " + e.getMessage(), e);
    }
  }
}
