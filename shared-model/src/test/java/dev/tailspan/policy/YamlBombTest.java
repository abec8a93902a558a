package dev.tailspan.policy;

import static dev.tailspan.policy.TraceKit.problems;
import static dev.tailspan.policy.TraceKit.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files made to blow up are refused before they do. */
@Timeout(20)
class YamlBombTest {
  @Test
  void aliasesOfAliasesOfMergesEndAtTheBound() {
    StringBuilder bomb = new StringBuilder("a0: &a0 {x: {}}\n");
    for (int i = 1; i < 20; i++) {
      String below = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d {<<: [%s]}\n"
              .formatted(i, i, String.join(", ", List.of(below, below, below, below))));
    }
    bomb.append("tail_sampling: {policies: [{<<: *a19, name: a, type: always_sample}]}\n");

    assertThat(problems(yaml(bomb.toString())))
        .extracting(Finding::message)
        .containsExactly("Aliases make the file too large, or refer to what they stand in.");
  }

  @Test
  void aListOfListsOfAliasesIsNeverUnfolded() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [lol, lol]\n");
    for (int i = 1; i < 30; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    bomb.append("policies: *a29\n");

    assertThat(problems(yaml(bomb.toString()))).isNotEmpty();
  }

  @Test
  void aPolicyRepeatedByThousandsOfAliasesEndsAtTheBound() {
    String hundred = "*p" + ", *p".repeat(899);
    String values = "v, ".repeat(900);
    String file =
        "x: &p {name: a, type: string_attribute, string_attribute: {key: k, values: [%s]}}\n"
                .formatted(values)
            + "tail_sampling: {policies: [%s]}\n".formatted(hundred);

    assertThat(problems(yaml(file)))
        .anySatisfy(problem -> assertThat(problem.message()).contains("Aliases make the file too"));
  }

  @Test
  void moreThanAThousandAliasesAreRefused() {
    String file = "x: &p {}\npolicies: [%s]\n".formatted("*p, ".repeat(1_001));

    assertThat(problems(yaml(file)))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .startsWith("No YAML: ");
  }

  @Test
  void aMappingThatMergesItselfIsRefused() {
    assertThat(problems(yaml("tail_sampling: &a {<<: *a, policies: []}"))).isNotEmpty();
  }

  @Test
  void aPolicyInsideItselfIsRefused() {
    assertThat(
            problems(yaml("policies:", "- &a {name: a, type: and, and: {and_sub_policy: [*a]}}")))
        .isNotEmpty();
  }

  @Test
  void bracketsNestedWithoutEndAreRefused() {
    assertThat(problems(yaml("policies: " + "[".repeat(100_000)))).hasSize(1);
    assertThat(problems(yaml("{a: ".repeat(60) + "1" + "}".repeat(60)))).hasSize(1);
  }

  @Test
  void moreThanAMegabyteIsRefused() {
    assertThat(problems(new byte[YamlSource.MAX_BYTES + 1]))
        .extracting(Finding::message)
        .containsExactly("The file has 1048577 bytes, more than the 1048576 allowed.");
  }

  @Test
  void nothingIsEverConstructed() {
    assertThat(
            problems(
                yaml(
                    "policies: !!javax.script.ScriptEngineManager [!!java.net.URL ['http://x/']]")))
        .isNotEmpty();
  }
}
