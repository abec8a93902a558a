package dev.tailspan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** {@code npx cdk} in the app's folder, as its user runs it. */
final class CdkApp {
  /** Of the app. */
  static final Path FOLDER = Path.of("..").toAbsolutePath().normalize();

  private static final Path ASSEMBLY = Path.of("target", "cdk.out").toAbsolutePath();
  private static final Path OUTPUTS = Path.of("target", "outputs.json").toAbsolutePath();
  private static final Path LOG = Path.of("target", "cdk.log").toAbsolutePath();
  private static final int MINUTES = 8;
  private static final String STACK = "Tailspan";

  private final Map<String, String> environment;

  CdkApp(URI endpoint) {
    environment =
        Map.of(
            "AWS_ENDPOINT_URL",
            endpoint.toString(),
            "AWS_REGION",
            Deployment.REGION,
            "AWS_ACCESS_KEY_ID",
            Deployment.KEY,
            "AWS_SECRET_ACCESS_KEY",
            Deployment.KEY,
            "CDK_DISABLE_CLI_TELEMETRY",
            "true",
            "CDK_DISABLE_VERSION_CHECK",
            "true");
  }

  void bootstrap() throws Exception {
    run("bootstrap");
  }

  /** Deploys with these properties of the app; returns the stack's outputs. */
  JsonNode deploy(Map<String, String> properties) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("deploy", "--require-approval", "never"));
    arguments.addAll(List.of("--outputs-file", OUTPUTS.toString()));
    properties.forEach(
        (key, value) -> arguments.addAll(List.of("-c", "tailspan:" + key + "=" + value)));
    run(arguments.toArray(String[]::new));
    return read(OUTPUTS).path(STACK);
  }

  /** The resources of a type in the template that was deployed. */
  List<JsonNode> resources(String type) {
    return StreamSupport.stream(
            read(ASSEMBLY.resolve(STACK + ".template.json")).path("Resources").spliterator(), false)
        .filter(resource -> resource.path("Type").asText().equals(type))
        .toList();
  }

  private static JsonNode read(Path json) {
    try {
      return new ObjectMapper().readTree(json.toFile());
    } catch (IOException e) {
      throw new AssertionError(json + " cannot be read", e);
    }
  }

  private void run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("npx", "cdk", "--no-notices"));
    command.addAll(List.of("--output", ASSEMBLY.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(LOG.toFile());
    builder.environment().putAll(environment);
    Process cdk = builder.start();
    cdk.getOutputStream().close();
    boolean ended = cdk.waitFor(MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      cdk.descendants().forEach(ProcessHandle::destroy);
      cdk.destroy();
    }
    String log = Files.readString(LOG);
    assertThat(ended).as("cdk %s within %d minutes:%n%s", arguments[0], MINUTES, log).isTrue();
    assertThat(cdk.exitValue()).as("cdk %s:%n%s", arguments[0], log).isZero();
  }
}
