package dev.tailspan.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AwsConnectionTest {
  @Test
  void withoutEndpointsTheRegionItselfIsMeant() {
    assertThat(AwsConnection.fromEnvironment(Map.of("AWS_REGION", "eu-central-1")))
        .isEqualTo(AwsConnection.to("eu-central-1"));
  }

  @Test
  void theEndpointOfAServiceWinsOverTheGeneralOne() {
    AwsConnection connection =
        AwsConnection.fromEnvironment(
            Map.of(
                "AWS_REGION", "us-east-1",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:4566",
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000"));

    assertThat(connection.s3()).isEqualTo(URI.create("http://127.0.0.1:9000"));
    assertThat(connection.dynamoDb()).isEqualTo(URI.create("http://127.0.0.1:4566"));
    assertThat(connection.kinesis()).isEqualTo(URI.create("http://127.0.0.1:4566"));
  }

  @Test
  void whatIsMissingOrNoAddressIsNamed() {
    assertThatThrownBy(() -> AwsConnection.fromEnvironment(Map.of()))
        .hasMessageContaining("AWS_REGION");
    for (String bad : new String[] {"not an address", "localhost:4566"}) {
      assertThatThrownBy(
              () ->
                  AwsConnection.fromEnvironment(
                      Map.of("AWS_REGION", "us-east-1", "AWS_ENDPOINT_URL_S3", bad)))
          .hasMessageContaining("AWS_ENDPOINT_URL_S3")
          .hasMessageContaining(bad);
    }
  }
}
