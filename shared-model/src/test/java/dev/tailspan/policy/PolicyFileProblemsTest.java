package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.list;
import static dev.tailspan.policy.TraceKit.problems;
import static dev.tailspan.policy.TraceKit.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal, with its place, its sentence and the nearest valid text. */
class PolicyFileProblemsTest {
  @Test
  void allMistakesOfAFileAreListedWithTheirPlaces() {
    byte[] file =
        yaml(
            "processors:",
            "  tail_sampling:",
            "    decision_wait: 30",
            "    num_trace: 100",
            "    policies:",
            "      - name: errors",
            "        type: status_code",
            "        status_code: {status_codes: [ERROR, Warn, error]}",
            "      - name: slow",
            "        type: latncy",
            "        latency: {threshold_ms: \"500\"}",
            "      - name: routes",
            "        type: string_attribute",
            "        string_attribute:",
            "          ky: http.route",
            "          enabled_regex_matching: yes",
            "          values: ['(', 5]",
            "      - name: slow",
            "        type: and",
            "        and:",
            "          and_sub_policy:",
            "            - type: probabilistic",
            "              probabilistic: {sampling_percent: 5}",
            "            - type: and",
            "      - type: rate_limiting",
            "        rate_limiting: {spans_per_second: 5}",
            "      - name: n",
            "        type: numeric_attribute",
            "        numeric_attribute: {key: k}",
            "        max_value: 5");

    assertThat(problems(file))
        .extracting(Finding::toString)
        .containsExactly(
            "4:5 num_trace: There is no such key; there are decision_wait,"
                + " decision_wait_after_root_received, num_traces, block_on_overflow,"
                + " expected_new_traces_per_sec, policies, decision_cache, tail_storage,"
                + " sample_on_first_match, sampling_strategy, drop_pending_traces_on_shutdown,"
                + " maximum_trace_size_bytes, num_shards. Did you mean num_traces?",
            "8:45 policy errors, status_code.status_codes[1]: \"Warn\" is no status code; there are"
                + " OK, ERROR and UNSET, in upper case.",
            "8:51 policy errors, status_code.status_codes[2]: \"error\" is no status code; there are"
                + " OK, ERROR and UNSET, in upper case. Did you mean ERROR?",
            "10:15 policy slow, type: \"latncy\" is no type of policy; there are always_sample, and,"
                + " boolean_attribute, bytes_limiting, composite, debug, diversity, drop,"
                + " error_rate_change, latency, not, numeric_attribute, ottl_condition,"
                + " percentile_latency, probabilistic, rare_operation, rate_limiting, service,"
                + " span_count, status_code, string_attribute, trace_flags, trace_state. Did you mean"
                + " latency?",
            "11:33 policy slow, latency.threshold_ms: Wants a whole number, not \"500\".",
            "15:11 policy routes, string_attribute.ky: There is no such key; there are key, values,"
                + " enabled_regex_matching, cache_max_size, invert_match. Did you mean key?",
            "16:35 policy routes, string_attribute.enabled_regex_matching: Wants true or false, not"
                + " \"yes\".",
            "17:25 policy routes, string_attribute.values[1]: Wants a text, not \"5\"; put it in"
                + " quotes.",
            "18:9 policy slow, name: The policy at line 9 has this name too.",
            "23:31 policy slow, and.and_sub_policy[0].probabilistic.sampling_percent: There is no such"
                + " key; there are hash_salt, sampling_percentage. Did you mean"
                + " sampling_percentage?",
            "24:21 policy slow, and.and_sub_policy[1].type: A policy of type and cannot stand inside"
                + " another of this kind.",
            "25:9 policy #5, name: A policy needs a name.",
            "29:28 policy n, numeric_attribute.min_value: min_value or max_value must be set to other"
                + " than 0: a bound of 0 is none, and without any the processor crashes at its first"
                + " decision.",
            "30:9 policy n, max_value: This key belongs inside the block numeric_attribute.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: ottl_condition | At least one condition is wanted.",
        "latency: {threshold_ms: 5} | The type is missing",
        "type: dynamic | is no type of policy",
        "type: diversity, diversity: {distinguish: [errors]} | The period is missing",
        "type: diversity, diversity: {period: 999ms} | The period must be from 1s to 168h.",
        "type: diversity, diversity: {period: 169h} | The period must be from 1s to 168h.",
        "type: diversity, diversity: {period: hour} | is no duration",
        "type: diversity, diversity: {period: 1h, distinguish: [error]} | there are errors and repeats",
        "type: rare_operation, rare_operation: {key: [a]} | The rate is missing",
        "type: rare_operation, rare_operation: {traces_per_minute: 0} | must be above 0",
        "type: rare_operation, rare_operation: {traces_per_minute: 1000001} | at most 1000000",
        "type: rare_operation, rare_operation: {traces_per_minute: .nan} | must be above 0",
        "type: rare_operation, rare_operation: {traces_per_minute: 5, burst: 0} | burst must be from 1",
        "type: rare_operation, rare_operation: {traces_per_minute: 5, key: ['']} | needs a name",
        "type: percentile_latency, percentile_latency: {percentile: 100} | above 0 and below 100",
        "type: percentile_latency, percentile_latency: {percentile: 0} | above 0 and below 100",
        "type: percentile_latency, percentile_latency: {min_samples: 0} | must be from 1",
        "type: percentile_latency, percentile_latency: {of: roots} | is neither root nor any",
        "type: percentile_latency, percentile_latency: {cold_threshold_ms: -1} | must be from 0",
        "type: service, service: {} | A service is wanted",
        "type: service, service: {name: {a: b}} | Wants a list of texts",
        "type: error_rate_change, error_rate_change: {sigmas: 5} | The rate is missing",
        "type: error_rate_change, error_rate_change: {traces_per_minute: 5, sigmas: 1} | From 2 to 100",
        "type: error_rate_change, error_rate_change: {traces_per_minute: 5, min_samples: 0} | from 1 to",
        "type: error_rate_change, error_rate_change: {traces_per_minute: 5, direction: down} | neither up",
        "type: 5 | Wants a text, not \"5\"; put it in quotes.",
        "type: [latency] | Wants a text, not a list.",
        "type: latency, latency: [5] | Wants a block of keys.",
        "type: latency, latency: {threshold_ms: 1e30} | 1.0E30 is not a whole number.",
        "type: latency, latency: {threshold_ms: .nan} | NaN is not a whole number.",
        "type: latency, latency: {threshold_ms: 2024-01-01} | Wants a whole number",
        "type: latency, latency: {threshold_ms: !!int 5x} | does not go with its tag",
        "type: latency, threshold_ms: 5 | belongs inside the block latency",
        "type: latency, whatever: 5 | There is no such key in a policy",
        "type: status_code | At least one status code is wanted",
        "type: status_code, status_code: {status_codes: {a: b}} | Wants a list of texts, not a block",
        "type: probabilistic, probabilistic: {sampling_percentage: .nan} | processor crashes at start",
        "type: probabilistic, probabilistic: {sampling_percentage: '5'} | Wants a number, not \"5\".",
        "type: not | The policy to be negated is missing.",
        "type: not, not: {not_sub_policy: [{type: latency}]} | Wants a policy, not a list.",
        "type: not, not: {not_sub_policy: {}} | The type is missing",
        "type: not, not: {not_sub_policy: {type: not}} | not cannot stand inside another",
        "type: drop, drop: {drop_sub_policy: [{type: drop}]} | drop cannot stand inside another",
        "type: drop, drop: {drop_sub_policy: [x]} | Wants a policy: name, type",
        "type: and, and: {and_sub_policy: {}} | Wants a list of policies, not a block",
        "type: debug, ottl_condition: {error_mode: x} | Wants ignore, silent or propagate",
        "type: debug, composite: {rate_allocation: [{percnt: 5}]} | There is no such key",
        "type: debug, type: debug | The key type stands here twice.",
        "type: debug, <<: 5 | Only a mapping, or a list of them, can be merged",
        "type: debug, ? [a] : b | A key must be a text.",
      })
  void aPolicyIsRefused(String flow, String message) {
    assertThat(problems(yaml(list(flow))))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).contains(message);
              assertThat(problem.line()).isEqualTo(2);
              assertThat(problem.column()).isPositive();
              assertThat(problem.policy()).isEqualTo("p0");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "[a",
        "a**",
        "(?=a)",
        "\\1",
        "x{1001}",
        "((a{100}){100}){100}",
        "é\\é",
        "a{2,1}",
        "\\C",
        "(?<a"
      })
  void whatIsNoExpressionOfRe2IsRefused(String regex) {
    String flow =
        "type: string_attribute, string_attribute: {key: k, enabled_regex_matching: true, values: ['"
            + regex
            + "']}";

    assertThat(problems(yaml(list(flow))))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).contains(" is no regular expression of RE2: ");
              assertThat(problem.field()).isEqualTo("string_attribute.values[0]");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "decision_wait: 5 s | \"5 s\" is no duration",
        "decision_wait: '30' | \"30\" is no duration",
        "decision_wait: 1d | \"1d\" is no duration",
        "decision_wait: 9999999999s | longer than 292 years",
        "decision_wait: [5s] | Wants a duration such as 30s, not a list.",
        "num_traces: -1 | -1 is not a whole number from 0 on.",
        "num_traces: x | Wants a whole number from 0 on, not \"x\".",
        "num_shards: 257 | There can be at most 256.",
        "block_on_overflow: 1 | Wants true or false, not \"1\".",
        "decision_cache: 5 | Wants a block of keys.",
        "decision_cache: {sampled: 5} | There is no such key",
        "tail_storage: redis | only with an experimental feature gate",
        "sampling_strategy: span-ingest | decides on every incoming batch alone and is not supported",
        "sampling_strategy: spam-ingest | is no strategy",
        "sampling_strategy: ~ | is no strategy",
        "maximum_trace_size_bytes: -5 | is not a whole number from 0 on",
        "Policies: [] | There is no such key",
      })
  void aSettingOfTheProcessorIsRefused(String line, String message) {
    assertThat(problems(yaml("policies: []", line)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).contains(message);
              assertThat(problem.line()).isEqualTo(2);
            });
  }

  @Test
  void whatIsNoYamlIsRefusedAtItsPlace() {
    assertThat(problems(yaml("policies:", "  - name: a", "   type: b")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).startsWith("No YAML: ");
              assertThat(problem.line()).isEqualTo(3);
            });
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    assertThat(problems(new byte[] {'a', ':', (byte) 0xff}))
        .extracting(Finding::message)
        .containsExactly("The file is not UTF-8.");
    assertThat(problems(new byte[] {'a', ':', 0}))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("No YAML: ");
  }
}
