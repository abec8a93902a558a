package dev.tailspan.functions.query;

import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.functions.query.BoundedBody.TooLargeException;
import dev.tailspan.lookup.SystemStatus;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.storage.CurrentPolicy;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.text.Excerpt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * {@code GET /api/v1/policies}: the file that lies there now, and the policies in force; and {@code
 * GET /api/v1/policies/{version}}: a version as it was uploaded.
 */
final class PoliciesRoute {
  private static final String PATH = "/api/v1/policies";
  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{12}");

  private final PolicyVersions versions;
  private final Supplier<SystemStatus> status;

  PoliciesRoute(PolicyVersions versions, Supplier<SystemStatus> status) {
    this.versions = versions;
    this.status = status;
  }

  static boolean matches(String path) {
    return path.equals(PATH) || path.startsWith(PATH + "/");
  }

  ProxyResponse get(ProxyRequest request, Answers answers) throws TooLargeException {
    new Parameters(request.query(), Set.of());
    return request.path().equals(PATH)
        ? all(answers)
        : yaml(request.path().substring(PATH.length() + 1), answers);
  }

  private ProxyResponse all(Answers answers) throws TooLargeException {
    CurrentPolicy current = versions.current();
    Map<PolicyFile, List<Integer>> inForce = inForce();
    try {
      return answers
          .json(
              200,
              out -> {
                out.writeStartObject();
                out.writeObjectFieldStart("current");
                PolicyJson.current(out, current);
                PolicyJson.remarks(out, current);
                out.writeEndObject();
                out.writeArrayFieldStart("inForce");
                for (Map.Entry<PolicyFile, List<Integer>> entry : inForce.entrySet()) {
                  PolicyFile file = entry.getKey();
                  out.writeStartObject();
                  PolicyJson.pinned(out, file.version(), entry.getValue(), current);
                  PolicyJson.file(out, file);
                  out.writeEndObject();
                }
                out.writeEndArray();
                out.writeEndObject();
              })
          .with("Cache-Control", "no-store");
    } catch (TooLargeException e) {
      return OwnApi.error(
          413,
          "path",
          "the policies do not fit into 6 MB; their files are at "
              + String.join(
                  ", ", inForce.keySet().stream().map(f -> PATH + "/" + f.version()).toList()));
    }
  }

  /** By version; before the first run what it will begin with, pinned by no bucket. */
  private Map<PolicyFile, List<Integer>> inForce() {
    Map<PolicyFile, List<Integer>> inForce = new LinkedHashMap<>();
    status
        .get()
        .bucketsByPolicy()
        .forEach((version, buckets) -> inForce.put(versions.version(version), buckets));
    return inForce.isEmpty() ? Map.of(versions.first(), List.of()) : inForce;
  }

  private ProxyResponse yaml(String version, Answers answers) throws TooLargeException {
    Optional<byte[]> yaml =
        VERSION.matcher(version).matches() ? versions.yaml(version) : Optional.empty();
    if (yaml.isEmpty()) {
      return OwnApi.error(
          404,
          "version",
          "there is no policy version "
              + Excerpt.of(version)
              + "; those in force are listed at "
              + PATH);
    }
    return answers
        .bytes(200, "text/yaml; charset=utf-8", yaml.get())
        .with("Cache-Control", "private, max-age=31536000, immutable");
  }
}
