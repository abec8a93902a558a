package dev.tailspan.simulation.cloud;

import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What lies between a client and its service: a request takes time, and may go wrong. */
public interface Network {
  /** A request that always arrives at once; what is looked at from outside the simulated world. */
  Network PERFECT =
      new Network() {
        @Override
        public <T> T send(Service service, String operation, Supplier<T> effect) {
          return effect.get();
        }

        @Override
        public int taken(int items) {
          return items;
        }
      };

  /** Who is asked. */
  enum Service {
    DYNAMODB("ProvisionedThroughputExceededException", 400),
    S3("SlowDown", 503),
    KINESIS("ProvisionedThroughputExceededException", 400);

    private final String throttlingCode;
    private final int throttlingStatus;

    Service(String throttlingCode, int throttlingStatus) {
      this.throttlingCode = throttlingCode;
      this.throttlingStatus = throttlingStatus;
    }

    /** The answer when more is asked than the service gives. */
    public AwsServiceException throttled() {
      return error(throttlingCode, throttlingStatus);
    }

    /** The answer when the service itself fails, after all attempts of the client. */
    public AwsServiceException failed() {
      return error("InternalError", 500);
    }

    private AwsServiceException error(String code, int status) {
      AwsServiceException.Builder error = AwsServiceException.builder().message(code);
      error.awsErrorDetails(
          AwsErrorDetails.builder().serviceName(name()).errorCode(code).errorMessage("").build());
      error.statusCode(status);
      error.numAttempts(1);
      error.writableStackTrace(false);
      return (AwsServiceException) error.build();
    }

    /** No answer came, and it is not known whether the request had its effect. */
    public SdkClientException silent() {
      return SdkClientException.builder()
          .message("no answer from " + name())
          .writableStackTrace(false)
          .build();
    }
  }

  /**
   * Sends a request.
   *
   * @param operation as AWS names it
   * @param effect what the service does; called again where the client sends the request again
   */
  <T> T send(Service service, String operation, Supplier<T> effect);

  /** How many items of a batch the service takes this time; the rest is left unprocessed. */
  int taken(int items);
}
