package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyOutlineTest {
  @Test
  void everyPolicyIsShownWithWhatItsBlockHasAndNothingElse() throws PolicyFileException {
    PolicyFile file =
        read(
            """
            policies:
              - {name: slow, type: latency, latency: {threshold_ms: 500}}
              - {name: share, type: probabilistic, probabilistic: {sampling_percentage: 2.5, hash_salt: s}}
              - name: paths
                type: string_attribute
                string_attribute: {key: url.path, values: [/a, /b], invert_match: true}
              - {name: shapes, type: diversity, diversity: {period: 90s}}
              - {name: all, type: always_sample}
              - {name: other, type: always_sample, latency: {threshold_ms: 1}}
            """);

    assertThat(file.outlines())
        .containsExactly(
            new PolicyOutline("slow", "latency", Map.of("threshold_ms", 500L)),
            new PolicyOutline(
                "share", "probabilistic", Map.of("sampling_percentage", 2.5, "hash_salt", "s")),
            new PolicyOutline(
                "paths",
                "string_attribute",
                Map.of("key", "url.path", "values", List.of("/a", "/b"), "invert_match", true)),
            new PolicyOutline("shapes", "diversity", Map.of("period", "1m30s")),
            new PolicyOutline("all", "always_sample", Map.of()),
            new PolicyOutline("other", "always_sample", Map.of()));
  }

  @Test
  void policiesInsideOthersStandWhereTheFileHasThem() throws PolicyFileException {
    PolicyFile file =
        read(
            """
            policies:
              - name: both
                type: and
                and:
                  and_sub_policy:
                    - {name: slow, type: latency, latency: {threshold_ms: 500}}
                    - name: fine
                      type: not
                      not: {not_sub_policy: {name: bad, type: status_code, status_code: {status_codes: [ERROR]}}}
              - name: shares
                type: composite
                composite:
                  max_total_spans_per_second: 100
                  policy_order: [rest]
                  composite_sub_policy: [{name: rest, type: always_sample}]
                  rate_allocation: [{policy: rest, percent: 50}]
            """);

    PolicyOutline bad =
        new PolicyOutline("bad", "status_code", Map.of("status_codes", List.of("ERROR")));
    PolicyOutline fine = new PolicyOutline("fine", "not", Map.of("not_sub_policy", bad));
    PolicyOutline slow = new PolicyOutline("slow", "latency", Map.of("threshold_ms", 500L));
    assertThat(file.outlines().get(0))
        .isEqualTo(new PolicyOutline("both", "and", Map.of("and_sub_policy", List.of(slow, fine))));
    assertThat(file.outlines().get(1).settings())
        .isEqualTo(
            Map.of(
                "max_total_spans_per_second",
                100L,
                "policy_order",
                List.of("rest"),
                "composite_sub_policy",
                List.of(new PolicyOutline("rest", "always_sample", Map.of())),
                "rate_allocation",
                List.of(Map.of("policy", "rest", "percent", 50L))));
  }

  @Test
  void settingsBesideThePoliciesAreShownToo() throws PolicyFileException {
    PolicyFile file =
        read(
            """
            decision_wait: 1500ms
            decision_cache: {sampled_cache_size: 7}
            sample_on_first_match: true
            policies: []
            """);

    assertThat(file.settings())
        .isEqualTo(
            Map.of(
                "decision_wait",
                "1.5s",
                "decision_cache",
                Map.of("sampled_cache_size", 7L),
                "sample_on_first_match",
                true));
  }

  private static PolicyFile read(String yaml) throws PolicyFileException {
    return PolicyFile.parse(yaml.getBytes(StandardCharsets.UTF_8));
  }
}
