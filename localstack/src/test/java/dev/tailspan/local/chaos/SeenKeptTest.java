package dev.tailspan.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tailspan.model.TraceId;
import org.junit.jupiter.api.Test;

class SeenKeptTest {
  private static final TraceId ID = new TraceId(1, 2);

  private final Findings findings = new Findings();
  private final SeenKept seen = new SeenKept(findings);

  private void found(String state, int spans) throws Exception {
    String json = "{\"state\":\"%s\",\"summary\":{\"spanCount\":%d}}".formatted(state, spans);
    byte[] body = json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    seen.found(ID, new Asked.Found(body, new ObjectMapper().readTree(body)));
  }

  @Test
  void aDroppedTraceMayComeBackAndAKeptOneMayGrow() throws Exception {
    found("dropped", 3);
    found("kept", 4);
    found("kept", 5);
    assertThat(findings.none()).isTrue();
  }

  @Test
  void aKeptTraceThatIsDroppedIsNamed() throws Exception {
    found("kept", 4);
    found("dropped", 4);
    assertThat(findings.flipped()).isEqualTo(1);
    assertThat(findings.described())
        .containsExactly(
            "flipped: trace " + ID.hex() + " was kept with 4 spans, then dropped with 4");
  }

  @Test
  void aKeptTraceThatShrinksIsNamed() throws Exception {
    found("kept", 4);
    found("kept", 3);
    assertThat(findings.flipped()).isEqualTo(1);
  }
}
