package dev.tailspan.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorsTest {
  @TempDir Path folder;

  @Test
  void stacksThatStartSideBySideShareNoService() {
    Progress quiet = (what, detail) -> {};
    try (Emulators one = Emulators.start(settings("one"), quiet);
        Emulators other = Emulators.start(settings("other"), quiet)) {
      one.awaitReady();
      other.awaitReady();

      List<Integer> ports =
          Stream.of(one, other)
              .flatMap(s -> Stream.of(s.kinesis().endpoint(), s.dynamoDb(), s.s3()))
              .map(URI::getPort)
              .toList();
      assertThat(ports).hasSize(6).doesNotHaveDuplicates();
      assertThat(one.dynamoDbProcess().handle().isAlive()).isTrue();
      assertThat(other.dynamoDbProcess().handle().isAlive()).isTrue();
    }
  }

  private StackSettings settings(String name) {
    return StackSettings.in(Path.of("..").toAbsolutePath(), folder.resolve(name));
  }
}
