package dev.tailspan.stores.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

class CheckedIoClientTest {
  @Test
  void aFailureThatTheSdkWouldPassOnBecomesOneItTriesAgain() {
    SdkHttpClient client = new CheckedIoClient(new Failing());
    HttpExecuteRequest request =
        HttpExecuteRequest.builder()
            .request(
                SdkHttpFullRequest.builder()
                    .protocol("http")
                    .host("127.0.0.1")
                    .method(SdkHttpMethod.GET)
                    .build())
            .build();

    assertThatThrownBy(() -> client.prepareRequest(request).call())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("end of file");
  }

  private static final class Failing implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          throw new UncheckedIOException(new IOException("end of file"));
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }
}
