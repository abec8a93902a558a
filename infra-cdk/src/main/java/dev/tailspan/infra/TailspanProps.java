package dev.tailspan.infra;

import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link Tailspan} is made with, checked as a whole: combinations that would lose spans or
 * that AWS would refuse half-way through a deployment are refused when it is built.
 */
public final class TailspanProps {
  private final Path functions;
  private final Optional<Path> policyFile;
  private final PipelineSettings pipeline;
  private final StreamSettings stream;
  private final ApiSettings api;
  private final OperationSettings operations;

  TailspanProps(
      Path functions,
      Optional<Path> policyFile,
      PipelineSettings pipeline,
      StreamSettings stream,
      ApiSettings api,
      OperationSettings operations) {
    this.functions = functions;
    this.policyFile = policyFile;
    this.pipeline = pipeline;
    this.stream = stream;
    this.api = api;
    this.operations = operations;
    List<String> problems = new ArrayList<>();
    pipeline.check(policyFile.flatMap(file -> parse(file, problems)), problems);
    stream.check(pipeline.maxRecordAge(), problems);
    api.check(problems);
    operations.check(problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "Tailspan cannot be deployed like this:\n  " + String.join("\n  ", problems));
    }
  }

  /** All defaults. */
  public static TailspanProps defaults() {
    return builder().build();
  }

  public static TailspanPropsBuilder builder() {
    return new TailspanPropsBuilder();
  }

  private static Optional<PolicyFile> parse(Path file, List<String> problems) {
    try {
      return Optional.of(PolicyFile.parse(Files.readAllBytes(file)));
    } catch (PolicyFileException e) {
      e.problems().forEach(problem -> problems.add(file + ": " + problem));
    } catch (IOException e) {
      problems.add("The policy file " + file + " cannot be read: " + e + ".");
    }
    return Optional.empty();
  }

  /**
   * The zip of a function.
   *
   * @throws IllegalArgumentException when it was not built
   */
  Path zip(String function) {
    Path zip = functions.resolve(Path.of(function, "target", "function.zip"));
    if (!Files.isRegularFile(zip)) {
      throw new IllegalArgumentException(
          zip + " is missing: run './mvnw -DskipTests package' first.");
    }
    return zip;
  }

  /** Empty where policies are put into the bucket by hand. */
  Optional<Path> policyFile() {
    return policyFile;
  }

  PipelineSettings pipeline() {
    return pipeline;
  }

  StreamSettings stream() {
    return stream;
  }

  ApiSettings api() {
    return api;
  }

  OperationSettings operations() {
    return operations;
  }
}
