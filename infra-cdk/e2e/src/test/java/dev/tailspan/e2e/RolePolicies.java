package dev.tailspan.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.e2e.RecordedCall.Right;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;

/** What a deployed role is allowed. LocalStack keeps it and asks nobody for it, so we do. */
final class RolePolicies {
  private final List<JsonNode> statements = new ArrayList<>();

  /** The inline policies of a role: ours have no other. */
  static RolePolicies of(IamClient iam, String role) throws Exception {
    RolePolicies policies = new RolePolicies();
    for (String name : iam.listRolePolicies(r -> r.roleName(role)).policyNames()) {
      String document = iam.getRolePolicy(r -> r.roleName(role).policyName(name)).policyDocument();
      String json = URLDecoder.decode(document, StandardCharsets.UTF_8);
      new ObjectMapper().readTree(json).path("Statement").forEach(policies.statements::add);
    }
    return policies;
  }

  boolean allow(Right right) {
    return statements.stream()
        .filter(statement -> statement.path("Effect").asText().equals("Allow"))
        .filter(statement -> texts(statement.path("Action")).anyMatch(right.action()::equals))
        .anyMatch(
            statement ->
                right.resource().isEmpty()
                    || texts(statement.path("Resource"))
                        .anyMatch(pattern -> matches(pattern, right.resource())));
  }

  private static Stream<String> texts(JsonNode oneOrMore) {
    List<String> texts = new ArrayList<>();
    if (oneOrMore.isArray()) {
      oneOrMore.forEach(text -> texts.add(text.asText()));
    } else {
      texts.add(oneOrMore.asText());
    }
    return texts.stream();
  }

  private static boolean matches(String pattern, String resource) {
    String regex =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return resource.matches(regex);
  }
}
