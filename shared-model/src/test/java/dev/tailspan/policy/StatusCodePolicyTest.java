package dev.tailspan.policy;

import static dev.tailspan.model.Status.Code.ERROR;
import static dev.tailspan.model.Status.Code.OK;
import static dev.tailspan.model.Status.Code.UNSET;
import static dev.tailspan.policy.TraceKit.samples;
import static dev.tailspan.policy.TraceKit.vote;
import static dev.tailspan.policy.TraceKit.with;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusCodePolicyTest {
  private static final String ERRORS = "type: status_code, status_code: {status_codes: [ERROR]}";

  @Test
  void oneSpanWithTheStatusIsEnough() {
    assertThat(vote(ERRORS, with(UNSET, OK, ERROR)))
        .isEqualTo(new Vote("p0", "status_code", true, "a span's status ERROR", "ERROR"));
  }

  @Test
  void noSpanWithTheStatusIsNotEnough() {
    assertThat(vote(ERRORS, with(UNSET, OK)))
        .isEqualTo(new Vote("p0", "status_code", false, "no such status in 2 spans", "ERROR"));
  }

  @Test
  void anyOfSeveralCodesWillDo() {
    String both = "type: status_code, status_code: {status_codes: [OK, UNSET]}";

    assertThat(samples(both, with(OK))).isTrue();
    assertThat(samples(both, with(UNSET))).isTrue();
    assertThat(samples(both, with(ERROR))).isFalse();
  }
}
