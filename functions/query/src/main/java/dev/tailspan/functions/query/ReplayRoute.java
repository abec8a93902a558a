package dev.tailspan.functions.query;

import dev.tailspan.functions.common.FindingsJson;
import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.functions.query.BoundedBody.TooLargeException;
import dev.tailspan.policy.FeatureGates;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.policy.PolicyReading;
import dev.tailspan.replay.KeepingCost;
import dev.tailspan.replay.ReplayAnswer;
import dev.tailspan.replay.ReplayArchive;
import dev.tailspan.replay.ReplayRequest;
import dev.tailspan.replay.ReplayStaged;
import dev.tailspan.replay.Window;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * {@code POST /api/v1/policies/replay}: what the policies in the body would keep of the traffic
 * that is staged, or that the archive stands for. One call does what fits into its bounds and says
 * what is left; nothing is written.
 */
final class ReplayRoute {
  static final String PATH = "/api/v1/policies/replay";

  /** API Gateway waits for 29 s, and traces that have begun are decided after this. */
  static final long MAX_MILLIS = 12_000;

  static final long MAX_BYTES = 512L << 20;
  static final int MAX_TRACES = 200_000;
  private static final int MAX_ARCHIVED = 2_000;
  private static final int MAX_EXAMPLES = 100;
  private static final int DEFAULT_EXAMPLES = 5;
  private static final long MAX_WINDOW_HOURS = 24 * 31;
  private static final String ARCHIVE = "archive";
  private static final Set<String> KNOWN =
      Set.of("source", "start", "end", "examples", "processor", "featureGates");

  private final ReplayStaged staged;
  private final ReplayArchive archive;
  private final PolicyReading deployed;
  private final Supplier<KeepingCost> cost;
  private final LongSupplier nowMillis;

  ReplayRoute(
      ReplayStaged staged,
      ReplayArchive archive,
      PolicyReading deployed,
      Supplier<KeepingCost> cost,
      LongSupplier nowMillis) {
    this.staged = staged;
    this.archive = archive;
    this.deployed = deployed;
    this.cost = cost;
    this.nowMillis = nowMillis;
  }

  ProxyResponse post(ProxyRequest request, Answers answers) throws TooLargeException {
    Parameters parameters = new Parameters(request.query(), KNOWN);
    long now = nowMillis.getAsLong();
    Window window = parameters.window(now, MAX_WINDOW_HOURS);
    boolean archived = parameters.choice("source", "staged", ARCHIVE).equals(ARCHIVE);
    ReplayRequest replay =
        new ReplayRequest(
            window,
            now,
            parameters.number("examples", 0, MAX_EXAMPLES, DEFAULT_EXAMPLES),
            MAX_BYTES,
            archived ? MAX_ARCHIVED : MAX_TRACES,
            () -> nowMillis.getAsLong() - now < MAX_MILLIS);
    PolicyFile candidate;
    try {
      candidate = candidate(request.body(), parameters);
    } catch (PolicyFileException e) {
      return refused(e);
    }
    Optional<ReplayAnswer> answer =
        archived
            ? Optional.of(archive.replay(candidate, replay))
            : staged.replay(candidate, replay);
    if (answer.isEmpty()) {
      return OwnApi.error(
          404,
          "start",
          "nothing that was decided in this time is staged any more, or yet; source=archive goes"
              + " further back");
    }
    ReplayJson json = new ReplayJson(answer.get(), candidate, archived, cost.get());
    return answers.json(200, json::write).with("Cache-Control", "no-store");
  }

  /** Read as it would be were it deployed, unless the parameters say otherwise. */
  private PolicyFile candidate(byte[] yaml, Parameters parameters) throws PolicyFileException {
    if (yaml.length == 0) {
      throw new BadParameterException("body", "is empty; it must be a file of policies, as YAML");
    }
    return reading(parameters).read(yaml);
  }

  private PolicyReading reading(Parameters parameters) {
    FeatureGates gates;
    try {
      gates = parameters.text("featureGates").map(FeatureGates::parse).orElseGet(deployed::gates);
    } catch (IllegalArgumentException e) {
      throw new BadParameterException("featureGates", "cannot be taken: " + e.getMessage());
    }
    try {
      return new PolicyReading(parameters.text("processor").or(deployed::processor), gates);
    } catch (IllegalArgumentException e) {
      throw new BadParameterException("processor", String.valueOf(e.getMessage()));
    }
  }

  private static ProxyResponse refused(PolicyFileException e) {
    return ProxyResponse.json(
        400,
        out -> {
          out.writeStartObject();
          out.writeObjectFieldStart("error");
          out.writeStringField("parameter", "body");
          out.writeStringField("message", e.getMessage());
          FindingsJson.write(out, "problems", e.problems());
          FindingsJson.write(out, "warnings", e.warnings());
          out.writeEndObject();
          out.writeEndObject();
        });
  }
}
