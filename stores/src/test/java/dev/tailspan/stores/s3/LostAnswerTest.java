package dev.tailspan.stores.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.Emulators;
import dev.tailspan.stores.LostAnswers;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes that took effect, but whose answer never came: the client sends them again. */
class LostAnswerTest {
  private final LostAnswers proxy =
      new LostAnswers(Objects.requireNonNull(Emulators.s3().s3(), "no endpoint"));
  private S3Objects objects;

  @BeforeEach
  void open() {
    objects =
        S3Objects.connect(
            AwsConnection.toEmulators(null, proxy.endpoint(), null),
            Emulators.uniqueName("lost"),
            new UsageMeter());
    objects.createBucketIfMissing();
  }

  @AfterEach
  void close() {
    objects.close();
    proxy.close();
  }

  @Test
  void anObjectThatWasWrittenIsNotTakenForAnothersWhenItsAnswerIsLost() {
    proxy.loseNext(1, "PUT");

    assertThat(objects.putIfAbsent("once", bytes("first"))).isTrue();
    assertThat(proxy.count("/once")).isGreaterThan(1);
    assertThat(objects.get("once")).hasValue(bytes("first"));
  }

  @Test
  void anothersObjectIsNotTakenForOursWhenTheRefusalIsLostEvenWithTheSameContent() {
    objects.putIfAbsent("once", bytes("first"));
    proxy.loseNext(1, "PUT");

    assertThat(objects.putIfAbsent("once", bytes("first"))).isFalse();
    assertThat(proxy.count("PUT")).isGreaterThan(2);
  }

  @Test
  void aPlainRefusalIsBelievedWithoutALook() {
    objects.put("once", bytes("first"));

    assertThat(objects.putIfAbsent("once", bytes("second"))).isFalse();
    assertThat(proxy.count("HEAD")).isZero();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
