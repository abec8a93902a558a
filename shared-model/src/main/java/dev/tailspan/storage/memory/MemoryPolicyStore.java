package dev.tailspan.storage.memory;

import dev.tailspan.storage.PolicyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Policy files in memory. */
public final class MemoryPolicyStore implements PolicyStore {
  private final Map<String, byte[]> versions = new HashMap<>();
  private final LongSupplier nowMillis;
  private final Faults faults;
  private @Nullable Upload current;

  /**
   * @param nowMillis epoch milliseconds, at which files are uploaded
   */
  public MemoryPolicyStore(LongSupplier nowMillis, Faults faults) {
    this.nowMillis = nowMillis;
    this.faults = faults;
  }

  /** Puts a file in force, as a person does by uploading one. */
  public synchronized void replaceCurrent(byte[] file) {
    current = new Upload(file.clone(), nowMillis.getAsLong());
  }

  /** Takes it away again. */
  public synchronized void removeCurrent() {
    current = null;
  }

  @Override
  public Optional<Upload> current() {
    faults.before("policies.current");
    Optional<Upload> file;
    synchronized (this) {
      file =
          Optional.ofNullable(current)
              .map(upload -> new Upload(upload.file().clone(), upload.atMillis()));
    }
    faults.after("policies.current");
    return file;
  }

  @Override
  public Optional<byte[]> version(String version) {
    faults.before("policies.version");
    Optional<byte[]> file;
    synchronized (this) {
      file = Optional.ofNullable(versions.get(version)).map(byte[]::clone);
    }
    faults.after("policies.version");
    return file;
  }

  @Override
  public void keep(String version, byte[] file) {
    faults.before("policies.keep");
    synchronized (this) {
      versions.putIfAbsent(version, file.clone());
    }
    faults.after("policies.keep");
  }
}
