package dev.tailspan.infra;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeInstalledTest {
  @Test
  void onlyARecentNodeWillDo() {
    assertThat(NodeInstalled.recent("v20.20.2")).isTrue();
    assertThat(NodeInstalled.recent("v24.0.0")).isTrue();
    assertThat(NodeInstalled.recent("v18.19.0")).isFalse();
    assertThat(NodeInstalled.recent("not found")).isFalse();
    assertThat(NodeInstalled.recent("")).isFalse();
  }
}
