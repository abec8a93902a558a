package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aBusyPortIsOneLineThatSaysWhatToDo() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = busy.getLocalPort();
      assertThatThrownBy(() -> Ports.requireFree(port, "OTLP receiver", "--otlp-port"))
          .isInstanceOf(StackException.class)
          .hasMessage(
              "port "
                  + port
                  + " (OTLP receiver) is busy: stop what uses it ('./tailspan down' if it is a"
                  + " Tailspan), or choose another with --otlp-port PORT");
      assertThat(Ports.preferred(port)).isNotEqualTo(port).isPositive();
    }
  }

  @Test
  void aFreePortIsTakenAsItIsAndZeroIsNeverBusy() {
    int free = Ports.anyFree();
    Ports.requireFree(free, "query API", "--http-port");
    Ports.requireFree(0, "query API", "--http-port");
    assertThat(Ports.preferred(free)).isEqualTo(free).isPositive();
  }
}
