package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.problems;
import static dev.tailspan.policy.TraceKit.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is refused and advised of redaction, with its place. */
class RedactionProblemsTest {
  @Test
  void allMistakesAreListedWithTheirPlaces() {
    byte[] file =
        yaml(
            "redaction:",
            "  allow_all_key: true",
            "  blocked_values: ['(']",
            "  hash_function: sha265",
            "  hmac_key: secret",
            "  summary: debug",
            "  actions:",
            "    - {key: a, action: drop}",
            "    - {action: mask}",
            "    - {pattern: '[', action: hash, in: [spam]}",
            "  url_sanitizer: {enabled: true}",
            "policies: []");

    assertThat(problems(file))
        .extracting(Finding::toString)
        .containsExactly(
            "2:3 redaction.allow_all_key: There is no such key; there are allow_all_keys,"
                + " allowed_keys, ignored_keys, ignored_key_patterns, blocked_key_patterns,"
                + " blocked_values, allowed_values, redact_all_types, hash_function, summary,"
                + " mask_names_and_messages, actions. Did you mean allow_all_keys?",
            "3:20 redaction.blocked_values[0]: \"(\" is no regular expression of RE2: missing"
                + " closing ), at \"(\".",
            "4:18 redaction.hash_function: \"sha265\" is no hash function; there are md5, sha1,"
                + " sha256, sha3, hmac-sha256, hmac-sha512. Did you mean sha256?",
            "5:3 redaction.hmac_key: The key would be shown with the file (GET"
                + " /api/v1/policies/{version}); leave it out here and set TAILSPAN_REDACTION_KEY on"
                + " ingest.",
            "6:12 redaction.summary: Only silent is supported: nothing is written about what was"
                + " redacted.",
            "8:24 redaction.actions[0].action: \"drop\" is no action of redaction; there are delete,"
                + " hash, mask.",
            "9:7 redaction.actions[1]: An action needs a key or a pattern.",
            "10:17 redaction.actions[2].pattern: \"[\" is no regular expression of RE2: missing"
                + " closing ], at \"[\".",
            "10:41 redaction.actions[2].in[0]: \"spam\" has no attributes; there are resource, scope,"
                + " span, event, link. Did you mean span?",
            "11:3 redaction.url_sanitizer: Not supported; blocked_values can mask what varies in a"
                + " URL.");
  }

  @Test
  void expressionsThatTogetherCostTooMuchAreRefused() {
    String large = "'(abcdefghij){99}', ".repeat(30);
    assertThat(problems(yaml("redaction: {blocked_values: [" + large + "]}", "policies: []")))
        .singleElement()
        .extracting(Finding::toString)
        .asString()
        .startsWith("1:1 redaction: The expressions have ")
        .contains("more than the 20000 allowed");
  }

  @Test
  void whoAllowsNoKeyOrNoServiceIsWarned() throws Exception {
    assertThat(warning("redaction: {}"))
        .isEqualTo(
            "1:1 redaction: No key is allowed, so all attributes go; allow_all_keys: true keeps"
                + " them.");
    assertThat(warning("redaction: {allowed_keys: [a]}"))
        .isEqualTo(
            "1:27 redaction.allowed_keys: service.name is not allowed, so no span has a service.");
  }

  @Test
  void aProcessorOfTheCollectorsIsNotAppliedAndSaid() throws Exception {
    PolicyFile file =
        PolicyFile.parse(
            yaml(
                "processors:",
                "  redaction/cards: {url_sanitizer: {enabled: true}}",
                "  tail_sampling: {policies: [{name: all, type: always_sample}]}"));
    assertThat(file.redaction()).isEmpty();
    assertThat(file.warnings())
        .extracting(Finding::toString)
        .containsExactly(
            "2:3 processors.redaction/cards: The Collector redacts by this, ingest does not: put it"
                + " at the top of the file for that.");
  }

  @Test
  void itStandsBesideAnyFormOfTheFile() throws Exception {
    String redaction = "redaction/b: {allow_all_keys: true}";
    String other = "redaction: {allowed_keys: [service.name]}";
    for (String form :
        new String[] {
          "policies: []", "tail_sampling: {policies: []}", "processors: {tail_sampling: {}}"
        }) {
      assertThat(PolicyFile.parse(yaml(redaction, form, other)).redaction()).hasSize(2);
    }
  }

  private static String warning(String line) throws Exception {
    return PolicyFile.parse(yaml(line, "policies: [{name: all, type: always_sample}]"))
        .warnings()
        .get(0)
        .toString();
  }
}
