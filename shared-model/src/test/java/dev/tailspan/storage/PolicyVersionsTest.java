package dev.tailspan.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.policy.FeatureGates;
import dev.tailspan.policy.Finding;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyReading;
import dev.tailspan.storage.contract.TestClock;
import dev.tailspan.storage.memory.Faults;
import dev.tailspan.storage.memory.MemoryPolicyStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyVersionsTest {
  private static final String GATE = "processor.tailsamplingprocessor.usetracestate";
  private static final byte[] SEVERAL =
      """
      processors:
        tail_sampling/a: {policies: [{name: of-a, type: always_sample}]}
        tail_sampling/b: {policies: [{name: of-b, type: always_sample}]}
      """
          .getBytes(UTF_8);
  private static final byte[] ONE = "policies: [{name: all, type: always_sample}]".getBytes(UTF_8);
  private static final byte[] BAD =
      """
      policies:
        - {name: x, type: no_such_type}
        - {name: y, type: latency, latency: {threshold_mss: 5}}
      """
          .getBytes(UTF_8);

  private final TestClock clock = new TestClock();
  private final MemoryPolicyStore store = new MemoryPolicyStore(clock, Faults.NONE);

  @Test
  void aPinnedVersionIsReadAsItWasWhateverTheSettingsSayNow() {
    store.replaceCurrent(SEVERAL);
    PolicyVersions pinning = versions("a", GATE);
    String version = pinning.pin(Optional.empty());

    for (PolicyVersions later : new PolicyVersions[] {versions("b", ""), versions("", "")}) {
      PolicyFile file = later.version(version);
      assertThat(file.version()).isEqualTo(version);
      assertThat(file.processor()).contains("tail_sampling/a");
      assertThat(file.policies()).containsExactly("of-a");
      assertThat(file.gates()).isEqualTo(FeatureGates.parse(GATE));
      assertThat(later.yaml(version)).hasValue(SEVERAL);
    }
  }

  @Test
  void otherSettingsMakeAnotherVersionOfTheSameFile() {
    store.replaceCurrent(SEVERAL);
    String a = versions("a", "").pin(Optional.empty());
    String b = versions("b", "").pin(Optional.of(a));
    String gated = versions("a", GATE).pin(Optional.of(b));

    PolicyVersions any = versions("", "");
    assertThat(any.version(a).policies()).containsExactly("of-a");
    assertThat(any.version(b).policies()).containsExactly("of-b");
    assertThat(any.version(gated).policies()).containsExactly("of-a");
    assertThat(any.version(gated).gates().useTraceState()).isTrue();
    assertThat(any.version(a).gates().useTraceState()).isFalse();
  }

  @Test
  void versionsKeptAsTheBareFileAreStillRead() {
    store.replaceCurrent(ONE);
    String version = versions("", "").pin(Optional.empty());
    assertThat(store.version(version)).hasValue(ONE);
    assertThat(versions("a", GATE).version(version).policies()).containsExactly("all");
  }

  @Test
  void settingsThatDoNotGoWithTheFileLeaveTheVersionInForce() {
    store.replaceCurrent(SEVERAL);
    String version = versions("a", "").pin(Optional.empty());

    PolicyVersions wrong = versions("c", "");

    assertThat(wrong.pin(Optional.of(version))).isEqualTo(version);
    assertThat(wrong.version(version).policies()).containsExactly("of-a");
    assertThat(wrong.refused().orElseThrow().problems())
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("no processor c; there are tail_sampling/a, tail_sampling/b");
  }

  @Test
  void theDefaultsGoByTheGatesAndNeedNoProcessor() {
    PolicyVersions gated = versions("a", GATE);
    String version = gated.pin(Optional.empty());

    assertThat(version).isEqualTo(gated.first().version()).isEqualTo(current(gated).version());
    assertThat(versions("", "").version(version).gates().useTraceState()).isTrue();
    assertThat(versions("", "").first().version()).isEqualTo(PolicyFile.defaults().version());
    assertThat(gated.current().sinceMillis()).isEmpty();
  }

  @Test
  void everyMistakeOfARefusedFileIsKnownAndSinceWhen() {
    PolicyVersions versions = versions("", "");
    store.replaceCurrent(ONE);
    String good = versions.pin(Optional.empty());
    clock.advance(Duration.ofMinutes(5));
    store.replaceCurrent(BAD);
    long uploaded = clock.getAsLong();
    clock.advance(Duration.ofMinutes(5));

    assertThat(versions.pin(Optional.of(good))).isEqualTo(good);

    CurrentPolicy refused = versions.refused().orElseThrow();
    assertThat(refused).isEqualTo(versions("", "").current());
    assertThat(refused.file()).isEmpty();
    assertThat(refused.sinceMillis()).hasValue(uploaded);
    assertThat(refused.problems())
        .extracting(f -> f.line() + ":" + f.column() + " " + f.policy() + " " + f.field())
        .containsExactly("2:21 x type", "3:40 y latency.threshold_mss");
    assertThat(refused.problems().get(1).suggestion()).isEqualTo("threshold_ms");
  }

  @Test
  void refusedLoadsAreCountedUntilTheFileIsRightAgain() {
    PolicyVersions versions = versions("", "");
    store.replaceCurrent(BAD);
    String defaults = versions.pin(Optional.empty());
    versions.pin(Optional.of(defaults));
    assertThat(defaults).isEqualTo(PolicyFile.defaults().version());
    assertThat(versions.refusedLoads()).isEqualTo(2);

    store.replaceCurrent(ONE);
    assertThat(versions.pin(Optional.of(defaults))).isEqualTo(current(versions).version());
    assertThat(versions.refusedLoads()).isEqualTo(2);
    assertThat(versions.refused()).isEmpty();
  }

  @Test
  void theFileToBePinnedNextCanBeReadBeforeItIs() {
    PolicyVersions versions = versions("", "");
    String defaults = versions.first().version();
    assertThat(versions.yaml(defaults)).hasValue(PolicyFile.defaultYaml());

    store.replaceCurrent(ONE);
    assertThat(versions.yaml(versions.first().version())).hasValue(ONE);
    assertThat(versions.yaml(defaults)).isEmpty();

    store.replaceCurrent(BAD);
    assertThat(versions.yaml(defaults)).hasValue(PolicyFile.defaultYaml());
  }

  @Test
  void aVersionThatIsNotKeptIsNoneAndADamagedOneIsAnError() {
    store.keep("aaaaaaaaaaaa", ONE);
    store.keep("bbbbbbbbbbbb", "# tailspan read this file with what?\n".getBytes(UTF_8));
    PolicyVersions versions = versions("", "");

    assertThat(versions.yaml("cccccccccccc")).isEmpty();
    assertThat(versions.yaml("aaaaaaaaaaaa")).hasValue(ONE);
    assertThatThrownBy(() -> versions.version("cccccccccccc"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cccccccccccc is not kept");
    assertThatThrownBy(() -> versions.version("aaaaaaaaaaaa"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("aaaaaaaaaaaa is damaged");
    assertThatThrownBy(() -> versions.version("bbbbbbbbbbbb"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("bbbbbbbbbbbb");
  }

  private static PolicyFile current(PolicyVersions versions) {
    return versions.current().file().orElseThrow();
  }

  private PolicyVersions versions(String processor, String gates) {
    return new PolicyVersions(
        store,
        new PolicyReading(
            Optional.of(processor).filter(name -> !name.isEmpty()), FeatureGates.parse(gates)));
  }
}
