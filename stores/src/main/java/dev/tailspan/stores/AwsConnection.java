package dev.tailspan.stores;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where AWS is: a region with the SDK's own endpoints and credentials, or emulators.
 *
 * @param dynamoDb address to use instead of the region's, likewise the others
 * @param credentials fixed credentials; null for the SDK's default chain
 * @param observer is told of every call
 */
public record AwsConnection(
    String region,
    @Nullable URI dynamoDb,
    @Nullable URI s3,
    @Nullable URI kinesis,
    @Nullable Credentials credentials,
    CallObserver observer) {

  /** An access key of an emulator. Real ones come through the SDK's default chain only. */
  public record Credentials(String accessKeyId, String secretAccessKey) {}

  /** A region of AWS itself. */
  public static AwsConnection to(String region) {
    return new AwsConnection(region, null, null, null, null, CallObserver.NONE);
  }

  /** Emulators that take any credentials. */
  public static AwsConnection toEmulators(
      @Nullable URI dynamoDb, @Nullable URI s3, @Nullable URI kinesis) {
    return new AwsConnection(
        "us-east-1", dynamoDb, s3, kinesis, new Credentials("local", "local"), CallObserver.NONE);
  }

  /** The same place, where somebody is told of every call. */
  public AwsConnection observedBy(CallObserver told) {
    return new AwsConnection(region, dynamoDb, s3, kinesis, credentials, told);
  }

  /**
   * What the variables of a Lambda function say: {@code AWS_REGION}, and {@code AWS_ENDPOINT_URL}
   * or {@code AWS_ENDPOINT_URL_DYNAMODB}, {@code _S3}, {@code _KINESIS} (SDKs and Tools reference
   * guide, "Service-specific endpoints").
   *
   * @throws IllegalArgumentException naming the variable that is missing or no address
   */
  public static AwsConnection fromEnvironment(Map<String, String> environment) {
    String region = environment.get("AWS_REGION");
    if (region == null || region.isEmpty()) {
      throw new IllegalArgumentException("AWS_REGION is not set");
    }
    return new AwsConnection(
        region,
        endpoint(environment, "DYNAMODB"),
        endpoint(environment, "S3"),
        endpoint(environment, "KINESIS"),
        null,
        CallObserver.NONE);
  }

  private static @Nullable URI endpoint(Map<String, String> environment, String service) {
    String specific = "AWS_ENDPOINT_URL_" + service;
    String variable = environment.containsKey(specific) ? specific : "AWS_ENDPOINT_URL";
    String address = environment.get(variable);
    if (address == null || address.isEmpty()) {
      return null;
    }
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(variable + " is no address: " + address, e);
    }
    if (uri.getScheme() == null || uri.getHost() == null) {
      throw new IllegalArgumentException(variable + " is no address: " + address);
    }
    return uri;
  }
}
