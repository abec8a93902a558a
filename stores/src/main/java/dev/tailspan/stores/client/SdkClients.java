package dev.tailspan.stores.client;

import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.CallObserver;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Sets up SDK clients. Retries are the SDK's standard mode (exponential backoff with jitter, a
 * token bucket that stops retrying in a long outage), with attempts and time bounded for each
 * service, so that an outage fails the invocation well before Lambda cuts it off.
 */
public final class SdkClients {
  /**
   * The bounds of one call.
   *
   * @param attempts the first one included
   * @param whole time for all attempts together
   * @param read time without a byte from the service before an attempt is given up
   */
  public record Bounds(int attempts, Duration whole, Duration read) {
    /** Small requests that are answered within milliseconds. */
    public static final Bounds REQUESTS =
        new Bounds(4, Duration.ofSeconds(20), Duration.ofSeconds(5));

    /** Objects of up to some megabytes, and a service that asks to slow down for a while. */
    public static final Bounds OBJECTS =
        new Bounds(6, Duration.ofSeconds(45), Duration.ofSeconds(15));

    /** What may fail and must not hold anybody up. */
    public static final Bounds AT_ONCE =
        new Bounds(1, Duration.ofSeconds(1), Duration.ofMillis(500));
  }

  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Left to itself the SDK makes five threads for each client. */
  private static final ScheduledExecutorService TIMEOUTS = timeouts();

  private SdkClients() {}

  /** Configures a builder, ready to build. */
  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configure(
      B builder,
      AwsConnection connection,
      @Nullable URI endpoint,
      Bounds bounds,
      ExecutionInterceptor... interceptors) {
    ClientOverrideConfiguration.Builder overrides =
        ClientOverrideConfiguration.builder()
            .apiCallTimeout(bounds.whole())
            .scheduledExecutorService(TIMEOUTS)
            .retryStrategy(
                AwsRetryStrategy.standardRetryStrategy().toBuilder()
                    .maxAttempts(bounds.attempts())
                    .build());
    for (ExecutionInterceptor interceptor : interceptors) {
      overrides.addExecutionInterceptor(interceptor);
    }
    if (connection.observer() != CallObserver.NONE) {
      overrides.addExecutionInterceptor(new ObservedCalls(connection.observer()));
    }
    builder
        .region(Region.of(connection.region()))
        .overrideConfiguration(overrides.build())
        .httpClientBuilder(
            defaults ->
                new CheckedIoClient(
                    UrlConnectionHttpClient.builder()
                        .connectionTimeout(shorter(CONNECT, bounds.read()))
                        .socketTimeout(bounds.read())
                        .buildWithDefaults(defaults)));
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    AwsConnection.Credentials fixed = connection.credentials();
    if (fixed != null) {
      builder.credentialsProvider(
          StaticCredentialsProvider.create(
              AwsBasicCredentials.create(fixed.accessKeyId(), fixed.secretAccessKey())));
    }
    return builder;
  }

  /** One thread: all it does is interrupt calls that take too long. */
  private static ScheduledExecutorService timeouts() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "sdk-timeouts");
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true); // nearly every call ends in time
    return executor;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
