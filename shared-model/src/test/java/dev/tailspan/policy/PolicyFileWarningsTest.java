package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.list;
import static dev.tailspan.policy.TraceKit.policies;
import static dev.tailspan.policy.TraceKit.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every warning: where the processor takes a file and does something its writer may not expect. */
class PolicyFileWarningsTest {
  private static String string(String more) {
    return "type: string_attribute, string_attribute: {key: k, " + more + "}";
  }

  private static String regex(String regex) {
    return string("enabled_regex_matching: true, values: ['" + regex + "']");
  }

  static Stream<Arguments> warned() {
    return Stream.of(
        Arguments.of(
            "type: rare_operation, rare_operation: {traces_per_minute: 5, key: [url.full]}",
            "rare_operation.key[0]: \"url.full\" mostly differs from trace to trace, so each is rare"
                + " and is sampled."),
        Arguments.of(
            "type: rare_operation, rare_operation: {traces_per_minute: 5, key: [a, a]}",
            "rare_operation.key[1]: \"a\" is in the list twice."),
        Arguments.of(
            "type: percentile_latency, percentile_latency: {percentile: 80}",
            "percentile_latency.percentile: About 20 % of all traffic is above it and is sampled."),
        Arguments.of(
            "type: percentile_latency, percentile_latency: {percentile: 99.9}",
            "percentile_latency.min_samples: Of so few calls the percentile is about the longest,"
                + " whatever it is."),
        Arguments.of(
            "type: percentile_latency, percentile_latency: {of: any}",
            "percentile_latency.of: With any, a trace of 100 spans has 63 chances in 100 to have one"
                + " above its percentile."),
        Arguments.of(
            "type: service, service: {caller: a, callee: a}",
            "service.callee: A call is between two services, so no trace is sampled."),
        Arguments.of(
            "type: service, service: {name: ['', a]}",
            "service.name[0]: No service has an empty name."),
        Arguments.of(
            "type: error_rate_change, error_rate_change: {traces_per_minute: 5, sigmas: 3}",
            "error_rate_change.sigmas: Every operation is tested in every step of every bucket: below"
                + " 4 chance alone passes often."),
        Arguments.of(
            "type: latency, latency: {}",
            "latency.threshold_ms: Every trace of 1 ms or more is sampled, as the threshold is 0"
                + " unless set, so nearly all of them."),
        Arguments.of(
            "type: latency, latency: {threshold_ms: 500, upper_threshold_ms: 900}",
            "latency.upper_threshold_ms: The bounds are tried span by span, so a trace whose first"
                + " spans last more than 500 and at most 900 ms is sampled even if it goes on above"
                + " that."),
        Arguments.of(
            "type: latency, latency: {threshold_ms: 500, upper_threshold_ms: 500}",
            "latency.upper_threshold_ms: No duration is above 500 and at most 500 ms."),
        Arguments.of(
            "type: latency, latency: {threshold_ms: 500.9}",
            "latency.threshold_ms: The fraction is cut off: 500.9 means 500."),
        Arguments.of(
            "type: latency, latency: {threshold_ms: 18446744073709551615}",
            "latency.threshold_ms: 18446744073709551615 has too many bits: -1 is left of it."),
        Arguments.of(
            "type: latency, latncy: {threshold_ms: 500}",
            "latncy: No policy block has this name here, so it is left unread. Did you mean"
                + " latency?"),
        Arguments.of(
            "type: latency, latncy: {threshold_ms: 500}",
            "latency: The block latency is missing, so all its keys have their defaults."),
        Arguments.of(
            "type: debug, latency: {threshold_ms: 500}",
            "latency: The policy is of type debug, so this block is left unread."),
        Arguments.of(
            "type: probabilistic, probabilistic: {sampling_percentage: 101.5}",
            "probabilistic.sampling_percentage: 101.5 % means 100 %: every trace is sampled."),
        Arguments.of(
            "type: probabilistic, probabilistic: {sampling_percentage: -1}",
            "probabilistic.sampling_percentage: -1 % means 0 %: no trace is sampled."),
        Arguments.of(
            "type: probabilistic, probabilistic: {}",
            "probabilistic.sampling_percentage: At 0 %, also the default, no trace is sampled."),
        Arguments.of(
            "type: status_code, status_code: {status_codes: [UNSET]}",
            "status_code.status_codes: Nearly every trace has a span with status UNSET and so is"
                + " sampled."),
        Arguments.of(
            "type: status_code, status_code: {status_codes: \"OK,ERROR\"}",
            "status_code.status_codes: One text where a list is wanted is cut at its commas, blanks"
                + " kept: \"OK\", \"ERROR\"."),
        Arguments.of(
            regex("acme"),
            "string_attribute.values[0]: The expression \"acme\" matches any part of a value; to match"
                + " whole values write ^(?:...)$."),
        Arguments.of(
            regex("^a|b$"),
            "string_attribute.values[0]: The expression \"^a|b$\" matches any part of a value; to match"
                + " whole values write ^(?:...)$."),
        Arguments.of(
            regex(""),
            "string_attribute.values[0]: The empty expression matches every value, also a resource's"
                + " that is no text."),
        Arguments.of(
            string("values: ['/api/.*']"),
            "string_attribute.values[0]: \"/api/.*\" is compared letter by letter unless"
                + " enabled_regex_matching is true."),
        Arguments.of(
            string("values: ['', a]"),
            "string_attribute.values[0]: An empty text in the list matches nothing."),
        Arguments.of(
            string("values: []"),
            "string_attribute.values: There is nothing to compare with, so no trace is sampled."),
        Arguments.of(
            string("values: [], invert_match: true"),
            "string_attribute.values: There is nothing to compare with, so every trace is sampled."),
        Arguments.of(
            string("values: [a], invert_match: true"),
            "string_attribute.invert_match: One matching resource or span keeps this policy from"
                + " sampling the trace, but vetoes no other policy; a trace that has the key nowhere"
                + " is sampled."),
        Arguments.of(
            "type: string_attribute, string_attribute: {values: [a]}",
            "string_attribute.key: Without a key no trace is sampled."),
        Arguments.of(
            "type: numeric_attribute, numeric_attribute: {key: k, min_value: 0, max_value: 5}",
            "numeric_attribute.min_value: A bound of 0 means no bound."),
        Arguments.of(
            "type: numeric_attribute, numeric_attribute: {key: k, min_value: -5, max_value: 5}",
            "numeric_attribute: A value that is no integer (a double, a text) reads as 0 and so lies"
                + " within the bounds."),
        Arguments.of(
            "type: numeric_attribute, numeric_attribute: {key: k, min_value: 6, max_value: 5}",
            "numeric_attribute.max_value: No value is at least 6 and at most 5."),
        Arguments.of(
            "type: boolean_attribute, boolean_attribute: {key: k}",
            "boolean_attribute.value: The value false, which is the default, also matches an attribute"
                + " that is no boolean, such as the text \"true\"."),
        Arguments.of(
            "type: trace_state, trace_state: {key: k}",
            "trace_state.values: Without a key and a value to compare with no trace is sampled."),
        Arguments.of(
            "type: trace_state, trace_state: {key: k, values: ['', v]}",
            "trace_state.values[0]: An empty text in the list matches nothing."),
        Arguments.of(
            "type: trace_state, trace_state: {key: k, values: [v, " + "x".repeat(255) + "]}",
            "trace_state.values[1]: Key and value have 256 characters or more and so match nothing."),
        Arguments.of(
            "type: span_count, span_count: {}",
            "span_count.min_spans: Every trace is sampled: all have a span."),
        Arguments.of(
            "type: span_count, span_count: {min_spans: 5, max_spans: 4}",
            "span_count.max_spans: No trace has at least 5 and at most 4 spans."),
        Arguments.of(
            "type: span_count, span_count: {min_spans: 4294967298}",
            "span_count.min_spans: 4294967298 has too many bits: 2 is left of it."),
        Arguments.of(
            "type: and", "and.and_sub_policy: Without sub-policies every trace is sampled."),
        Arguments.of(
            "type: drop", "drop.drop_sub_policy: Without sub-policies every trace is dropped."));
  }

  @ParameterizedTest
  @MethodSource("warned")
  void aPolicyIsTakenWithAWarning(String flow, String warning) {
    assertThat(policies(flow).warnings())
        .extracting(Finding::toString)
        .anySatisfy(text -> assertThat(text).startsWith("2:").endsWith(" policy p0, " + warning));
  }

  @ParameterizedTest
  @ValueSource(strings = {"^acme$", "^(a|b)$", ".*acme.*", "\\Aacme\\z", "^/api/.*", "^[a|b]$"})
  void anExpressionThatSaysWhereItStartsAndEndsIsNotWarnedOf(String regex) {
    assertThat(policies(regex(regex)).warnings()).isEmpty();
  }

  @Test
  void percentagesUnderOneSaltDoNotAddUp() {
    String percent = "type: probabilistic, probabilistic: {sampling_percentage: 5}";
    String other = "type: probabilistic, probabilistic: {sampling_percentage: 5, hash_salt: x}";

    assertThat(policies(percent, other, percent).warnings())
        .singleElement()
        .extracting(Finding::message)
        .isEqualTo(
            "It has the salt of policy p0, so both pick among the same traces and the larger"
                + " percentage decides.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"policies: []", "policies:", "tail_sampling:", "tail_sampling: {}"})
  void withoutPoliciesNothingIsSampled(String file) throws PolicyFileException {
    assertThat(PolicyFile.parse(yaml(file)).warnings())
        .extracting(Finding::message)
        .containsExactly("Without policies no trace is sampled.");
  }

  @Test
  void aDurationWithoutAUnitIsNanoseconds() throws PolicyFileException {
    assertThat(PolicyFile.parse(yaml("decision_wait: 30", list("type: debug"))).warnings())
        .extracting(Finding::toString)
        .containsExactly(
            "1:16 decision_wait: A duration without a unit counts nanoseconds: write 30s for 30 s.",
            "1:16 decision_wait: Less than a second means one second.");
  }

  @Test
  void whatStandsBesideTheProcessorOrAfterItIsLeftUnread() throws PolicyFileException {
    PolicyFile file =
        PolicyFile.parse(
            yaml(
                "x-shared: &slow {type: latency, latency: {threshold_ms: 500}}",
                "tail_sampling: {policies: [{<<: *slow, name: slow}]}",
                "---",
                "nonsense: ["));

    assertThat(file.policies()).containsExactly("slow");
    assertThat(file.warnings())
        .extracting(Finding::message)
        .containsExactlyInAnyOrder(
            "Only tail_sampling and redaction are read here, so this is left unread.",
            "Only the first document of the file is read; what follows is no YAML.");
  }

  @Test
  void cacheMaxSizeIsNoted() {
    assertThat(policies(string("values: [a], cache_max_size: 5")).notes())
        .extracting(Finding::toString)
        .containsExactly(
            "2:94 policy p0, string_attribute.cache_max_size: Not needed: results are not cached, and"
                + " never differ.");
  }
}
