package dev.tailspan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.CallObserver;
import dev.tailspan.stores.client.SdkClients;
import dev.tailspan.stores.s3.S3Objects;
import java.net.URI;
import java.util.Map;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The app's stack in a LocalStack of its own, bootstrapped and deployed by {@code npx cdk}. */
final class Deployment implements AutoCloseable {
  /** As in localstack/compose.yaml. */
  static final String IMAGE = "localstack/localstack:4.14.0";

  static final String REGION = "us-east-1";

  /** LocalStack asks for one, and looks at none. */
  static final String KEY = "test";

  private static final int PORT = 4566;
  private static final int STOP_SECONDS = 30;
  private static final String RECORDER = "record-calls.py";

  private final LocalStackContainer container;
  private final CdkApp app;
  private JsonNode outputs;

  private Deployment(LocalStackContainer container) {
    this.container = container;
    this.app = new CdkApp(container.getEndpoint());
  }

  /** Starts and deploys; says how far it is and how long each part took. */
  static Deployment start(Map<String, String> properties) throws Exception {
    LocalStackContainer container = container();
    Progress.timed("LocalStack starts", container::start);
    Deployment deployment = new Deployment(container);
    try {
      Progress.timed("cdk bootstrap", deployment.app::bootstrap);
      Progress.timed("cdk deploy", () -> deployment.outputs = deployment.app.deploy(properties));
      if (properties.containsKey("policyFile")) {
        deployment.uploadPolicyFile();
      }
    } catch (Exception | AssertionError e) {
      System.out.println(container.getLogs());
      deployment.close();
      throw e;
    }
    return deployment;
  }

  private static LocalStackContainer container() {
    PortBinding loopback =
        new PortBinding(Ports.Binding.bindIp("127.0.0.1"), new ExposedPort(PORT));
    return new LocalStackContainer(DockerImageName.parse(IMAGE))
        .withEnv("LAMBDA_IGNORE_ARCHITECTURE", "1")
        .withCopyFileToContainer(
            MountableFile.forClasspathResource("dev/tailspan/e2e/" + RECORDER),
            "/etc/localstack/init/start.d/" + RECORDER)
        .withCreateContainerCmdModifier(
            command -> command.getHostConfig().withPortBindings(loopback));
  }

  /**
   * The call that the stack's custom resource makes, with what stands in the template: LocalStack
   * without an account deploys custom resources as things that do nothing.
   */
  private void uploadPolicyFile() throws Exception {
    StringBuilder call = new StringBuilder();
    for (JsonNode part : app.resources("Custom::AWS").get(0).at("/Properties/Create/Fn::Join/1")) {
      call.append(
          part.has("Ref")
              ? output("PolicyBucket")
              : (part.has("Fn::Sub") ? part.path("Fn::Sub") : part)
                  .asText()
                  .replace("${AWS::AccountId}", "000000000000")
                  .replace("${AWS::Region}", REGION));
    }
    JsonNode copy = new ObjectMapper().readTree(call.toString()).path("parameters");
    String[] source = copy.path("CopySource").asText().split("/", 2);
    try (S3Client s3 = s3()) {
      s3.copyObject(
          request ->
              request
                  .sourceBucket(source[0])
                  .sourceKey(source[1])
                  .destinationBucket(copy.path("Bucket").asText())
                  .destinationKey(copy.path("Key").asText()));
    }
  }

  /** What {@code cdk deploy} printed. */
  String output(String name) {
    return outputs.required(name).asText();
  }

  /** What stands before {@code /api/v1} and {@code /v1/traces}: the output names a public host. */
  URI api() {
    String id = URI.create(output("ApiUrl")).getHost().replaceFirst("\\..*", "");
    return endpoint().resolve("/_aws/execute-api/" + id + "/live/");
  }

  URI endpoint() {
    return container.getEndpoint();
  }

  AwsConnection connection() {
    return new AwsConnection(
        REGION,
        endpoint(),
        endpoint(),
        endpoint(),
        new AwsConnection.Credentials(KEY, KEY),
        CallObserver.NONE);
  }

  KinesisClient kinesis() {
    return SdkClients.configure(
            KinesisClient.builder(), connection(), endpoint(), SdkClients.Bounds.REQUESTS)
        .build();
  }

  S3Client s3() {
    return SdkClients.configure(
            S3Client.builder().forcePathStyle(true),
            connection(),
            endpoint(),
            SdkClients.Bounds.OBJECTS)
        .build();
  }

  DynamoDbClient dynamoDb() {
    return SdkClients.configure(
            DynamoDbClient.builder(), connection(), endpoint(), SdkClients.Bounds.REQUESTS)
        .build();
  }

  IamClient iam() {
    return SdkClients.configure(
            IamClient.builder(), connection(), endpoint(), SdkClients.Bounds.REQUESTS)
        .build();
  }

  S3Objects objects(String bucketOutput) {
    return S3Objects.connect(connection(), output(bucketOutput), new UsageMeter());
  }

  /** Every call to AWS that a role made, a JSON object a line. */
  String calls() {
    return container.copyFileFromContainer(
        "/tmp/calls.jsonl", stream -> new String(stream.readAllBytes()));
  }

  @Override
  public void close() {
    // LocalStack ends the containers of its functions when it is asked to, not when it is killed.
    container
        .getDockerClient()
        .stopContainerCmd(container.getContainerId())
        .withTimeout(STOP_SECONDS)
        .exec();
    container.stop();
  }
}
