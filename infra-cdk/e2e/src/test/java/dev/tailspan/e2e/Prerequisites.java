package dev.tailspan.e2e;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.tailspan.infra.NodeInstalled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/** What a deployment on this machine needs. Where it is not there, the tests are skipped. */
final class Prerequisites {
  /** Set to {@code false} where no image can be pulled: only those that are there are used. */
  private static final String PULL = "TAILSPAN_PULL_IMAGES";

  /** Set to {@code true} where all is there: the tests then fail rather than be skipped. */
  private static final String REQUIRE = "TAILSPAN_REQUIRE_DEPLOYMENT";

  private Prerequisites() {}

  /** Skips the tests, saying why, where something is missing. */
  static void assume() {
    missing()
        .ifPresent(
            reason -> {
              if ("true".equals(System.getenv(REQUIRE))) {
                throw new AssertionError(REQUIRE + " is true, but " + reason);
              }
              Progress.say("skipped: " + reason);
              abort(reason);
            });
  }

  /** What is missing and how to get it; empty where all is there. */
  private static Optional<String> missing() {
    return NodeInstalled.missing()
        .or(Prerequisites::unbuilt)
        .or(Prerequisites::imageThatCannotBePulled)
        .or(Prerequisites::dockerEngine);
  }

  private static Optional<String> unbuilt() {
    Path app = CdkApp.FOLDER.resolve(Path.of("target", "infra-cdk.jar"));
    Path zip = CdkApp.FOLDER.resolveSibling(Path.of("functions", "query", "target"));
    for (Path built : List.of(app, zip.resolve("function.zip"))) {
      if (!Files.isRegularFile(built)) {
        return Optional.of(built + " is not built: './mvnw verify' builds it");
      }
    }
    if (!Files.isDirectory(CdkApp.FOLDER.resolve(Path.of("node_modules", "aws-cdk")))) {
      return Optional.of("CDK's command line is missing: run 'npm install' in " + CdkApp.FOLDER);
    }
    return Optional.empty();
  }

  /** Asks the engine before Testcontainers does, which would pull, again and again. */
  private static Optional<String> imageThatCannotBePulled() {
    if (!"false".equals(System.getenv(PULL))) {
      return Optional.empty();
    }
    List<String> inspect = List.of("docker", "image", "inspect", Deployment.IMAGE);
    try {
      Process process =
          new ProcessBuilder(inspect)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() == 0) {
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.of(PULL + " is false, and docker cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.of(PULL + " is false, and there is no image " + Deployment.IMAGE);
  }

  private static Optional<String> dockerEngine() {
    return DockerClientFactory.instance().isDockerAvailable()
        ? Optional.empty()
        : Optional.of("no Docker engine answers");
  }
}
