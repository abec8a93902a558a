package dev.tailspan.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailspan.model.TraceId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadSamplingTest {
  @Test
  void aQuarterIsTakenByTheLastSevenBytesOfTheId() {
    assertThat(HeadSampling.traceState(new TraceId(-1, 0x00c0_0000_0000_0000L), 0.25))
        .contains("ot=th:c");
    assertThat(HeadSampling.traceState(new TraceId(-1, 0xffbf_ffff_ffff_ffffL), 0.25)).isEmpty();
  }

  @Test
  void allAreTakenByAShareOfOne() {
    assertThat(HeadSampling.traceState(new TraceId(1, 0), 1)).contains("ot=th:0");
  }

  @Test
  void theShareTakenIsTheOneThatIsSaid() {
    Random random = new Random(5);
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      TraceId id = new TraceId(7, random.nextLong());
      taken += HeadSampling.traceState(id, 0.1).isPresent() ? 1 : 0;
    }
    assertThat(taken).isBetween(1_850, 2_150); // 3.5 standard deviations
  }
}
