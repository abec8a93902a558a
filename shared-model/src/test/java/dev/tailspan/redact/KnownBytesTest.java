package dev.tailspan.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KnownBytesTest {
  private final KnownBytes<String> known = new KnownBytes<>();

  @Test
  void bytesAreFoundWhereverTheyLie() {
    put("http.request.method", "kept");
    put("", "empty");
    byte[] longer = "<http.request.method>".getBytes(UTF_8);

    assertThat(known.find(longer, 1, longer.length - 2)).isEqualTo("kept");
    assertThat(known.find(longer, 0, longer.length - 2)).isNull();
    assertThat(known.find(longer, 1, longer.length - 3)).isNull();
    assertThat(known.find(longer, 5, 0)).isEqualTo("empty");
  }

  @Test
  void ofVeryManyEachIsItsOwnOrNotKnown() {
    for (int i = 0; i < 20_000; i++) {
      put("key-" + i, "value-" + i);
    }
    int found = 0;
    for (int i = 0; i < 20_000; i++) {
      String value = find("key-" + i);
      if (value != null) {
        assertThat(value).isEqualTo("value-" + i);
        found++;
      }
    }
    assertThat(found).isBetween(2_000, 4_096);
  }

  @Test
  void longOnesAreNotKept() {
    byte[] bytes = new byte[KnownBytes.LONGEST + 1];
    Arrays.fill(bytes, (byte) 'x');
    known.put(bytes, 0, bytes.length, "too long");
    known.put(bytes, 0, KnownBytes.LONGEST, "just so");

    assertThat(known.find(bytes, 0, bytes.length)).isNull();
    assertThat(known.find(bytes, 0, KnownBytes.LONGEST)).isEqualTo("just so");
  }

  private void put(String text, String value) {
    byte[] bytes = text.getBytes(UTF_8);
    known.put(bytes, 0, bytes.length, value);
  }

  private @Nullable String find(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return known.find(bytes, 0, bytes.length);
  }
}
