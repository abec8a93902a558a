package dev.tailspan.local.lambda;

import com.github.luben.zstd.Zstd;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.Set;

/**
 * zstd's native libraries. The functions' zips have those of Lambda's two processors only; other
 * machines find theirs in the jar that the local stack itself has.
 */
final class ZstdNatives {
  private static final Set<String> PROCESSORS_OF_LAMBDA = Set.of("amd64", "x86_64", "aarch64");

  private ZstdNatives() {}

  /** The jar to put behind a function's own; empty where Lambda's libraries run. */
  static Optional<Path> jarFor(String system, String processor) {
    if (system.equals("Linux") && PROCESSORS_OF_LAMBDA.contains(processor)) {
      return Optional.empty();
    }
    CodeSource source = Zstd.class.getProtectionDomain().getCodeSource();
    try {
      return Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("zstd's jar has no file location: " + source, e);
    }
  }
}
