package dev.tailspan.infra;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link Tailspan} is made with, checked as a whole: combinations that would lose spans or
 * that AWS would refuse half-way through a deployment are refused when it is built.
 */
public final class TailspanProps {
  private final Path functions;
  private final PolicySettings policies;
  private final PipelineSettings pipeline;
  private final StreamSettings stream;
  private final ApiSettings api;
  private final OperationSettings operations;

  TailspanProps(
      Path functions,
      PolicySettings policies,
      PipelineSettings pipeline,
      StreamSettings stream,
      ApiSettings api,
      OperationSettings operations) {
    this.functions = functions;
    this.policies = policies;
    this.pipeline = pipeline;
    this.stream = stream;
    this.api = api;
    this.operations = operations;
    List<String> problems = new ArrayList<>();
    pipeline.check(policies.check(problems), problems);
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

  PolicySettings policies() {
    return policies;
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
