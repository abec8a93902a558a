package dev.tailspan.storage.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.storage.PolicyStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link PolicyStore} does. */
public abstract class PolicyStoreContract {
  protected PolicyStore store;

  /** A store that holds nothing. */
  protected abstract PolicyStore freshStore();

  /** Puts a file in force from outside, as a person does. */
  protected abstract void upload(byte[] file);

  /** The store's clock, epoch milliseconds. */
  protected abstract long nowMillis();

  @BeforeEach
  void openStore() {
    store = freshStore();
  }

  @Test
  void thereIsNoFileAtFirst() {
    assertThat(store.current()).isEmpty();
    assertThat(store.version("9f86d081884c7d65")).isEmpty();
  }

  @Test
  void theFileInForceIsTheOneUploadedLast() {
    upload("policies: []".getBytes(UTF_8));
    upload("policies: [] # ü".getBytes(UTF_8));

    assertThat(store.current().orElseThrow().file()).isEqualTo("policies: [] # ü".getBytes(UTF_8));
  }

  @Test
  void theFileInForceSaysWhenItWasUploaded() {
    long before = nowMillis() / 1000 * 1000; // S3 counts whole seconds
    upload("policies: []".getBytes(UTF_8));

    assertThat(store.current().orElseThrow().atMillis()).isBetween(before, nowMillis());
  }

  @Test
  void keptVersionsStayWhateverIsInForce() {
    store.keep("aaaa", new byte[] {1});
    store.keep("bbbb", new byte[] {2});

    assertThat(store.version("aaaa")).hasValue(new byte[] {1});
    assertThat(store.version("bbbb")).hasValue(new byte[] {2});
    assertThat(store.current()).isEmpty();
  }

  @Test
  void aVersionIsKeptOnce() {
    store.keep("aaaa", new byte[] {1});
    store.keep("aaaa", new byte[] {1});
    store.keep("aaaa", new byte[] {9});

    assertThat(store.version("aaaa")).hasValue(new byte[] {1});
  }
}
