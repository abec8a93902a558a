package dev.tailspan.storage;

import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import dev.tailspan.policy.PolicyReading;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The policy files by version. The file that lies there now is read as the settings say, a version
 * as it was when it was pinned, whatever they say now. A new file that is refused leaves the
 * version in force.
 *
 * <p>Safe for several threads.
 */
public final class PolicyVersions {
  private static final int CACHED = 64;

  private final PolicyStore store;
  private final PolicyReading reading;
  private final Map<String, PolicyFile> cache =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PolicyFile> eldest) {
          return size() > CACHED;
        }
      };
  private PolicyStore.@Nullable Upload lastUpload;
  private @Nullable CurrentPolicy lastRead;
  private Optional<CurrentPolicy> refused = Optional.empty();
  private long refusedLoads;

  /**
   * @param reading of the file that lies there now
   */
  public PolicyVersions(PolicyStore store, PolicyReading reading) {
    this.store = store;
    this.reading = reading;
  }

  /**
   * A version that was pinned before.
   *
   * @throws StorageException when it is not kept any more, or cannot be read
   */
  public synchronized PolicyFile version(String version) {
    PolicyFile cached = cache.get(version);
    if (cached != null) {
      return cached;
    }
    PolicyFile file =
        kept(version)
            .map(kept -> read(kept, version))
            .orElseThrow(() -> new StorageException("policy version " + version + " is not kept"));
    cache.put(version, file);
    return file;
  }

  /** The file of a version that is kept, or would be pinned next; as it was uploaded. */
  public Optional<byte[]> yaml(String version) {
    return kept(version).map(KeptPolicy::yaml).or(() -> unpinned(version));
  }

  private synchronized Optional<byte[]> unpinned(String version) {
    Optional<PolicyStore.Upload> upload = store.current();
    Optional<PolicyFile> uploaded = upload.flatMap(there -> read(there).file());
    String next = uploaded.orElseGet(this::defaults).version();
    if (!next.equals(version)) {
      return Optional.empty();
    }
    return uploaded.isPresent()
        ? upload.map(PolicyStore.Upload::file)
        : Optional.of(PolicyFile.defaultYaml());
  }

  private Optional<KeptPolicy> kept(String version) {
    try {
      return store.version(version).map(KeptPolicy::decode);
    } catch (IllegalArgumentException e) {
      throw new StorageException("policy version " + version + ": " + e.getMessage(), e);
    }
  }

  private static PolicyFile read(KeptPolicy kept, String version) {
    try {
      PolicyFile file = kept.read();
      if (file.version().equals(version)) {
        return file;
      }
      throw new StorageException(
          "policy version " + version + " is damaged: it reads as " + file.version());
    } catch (PolicyFileException e) {
      throw new StorageException("policy version " + version + " does not parse", e);
    }
  }

  /**
   * The version to pin next: the current file if it is accepted, otherwise the one in force,
   * otherwise the defaults that Tailspan ships. It is kept before it is returned.
   */
  public synchronized String pin(Optional<String> inForce) {
    Optional<PolicyStore.Upload> upload = store.current();
    Optional<CurrentPolicy> current = upload.map(this::read);
    refused = current.filter(read -> read.file().isEmpty());
    if (refused.isPresent()) {
      refusedLoads++;
    } else if (upload.isPresent() && current.isPresent()) {
      return keep(current.get().file().orElseThrow(), new KeptPolicy(reading, upload.get().file()));
    }
    return inForce.orElseGet(this::keepDefaults);
  }

  /** The file that lay there at the last {@link #pin}, if it was refused. */
  public synchronized Optional<CurrentPolicy> refused() {
    return refused;
  }

  /** How many calls of {@link #pin} have found a file that they refused. */
  public synchronized long refusedLoads() {
    return refusedLoads;
  }

  /** The file that lies there now; keeps nothing. */
  public synchronized CurrentPolicy current() {
    return store.current().map(this::read).orElseGet(() -> CurrentPolicy.defaults(reading));
  }

  /** What {@link #pin} would pin where nothing is in force yet; keeps nothing. */
  public PolicyFile first() {
    return current().file().orElseGet(this::defaults);
  }

  /** Mostly it is the same file as the last time: then it is not read again. */
  private CurrentPolicy read(PolicyStore.Upload upload) {
    if (lastRead == null
        || lastUpload == null
        || lastUpload.atMillis() != upload.atMillis()
        || !Arrays.equals(lastUpload.file(), upload.file())) {
      lastUpload = upload;
      lastRead = CurrentPolicy.of(upload, reading);
    }
    return lastRead;
  }

  private String keepDefaults() {
    return keep(defaults(), new KeptPolicy(reading.ofDefaults(), PolicyFile.defaultYaml()));
  }

  private PolicyFile defaults() {
    return PolicyFile.defaults(reading.gates());
  }

  private String keep(PolicyFile file, KeptPolicy kept) {
    if (!cache.containsKey(file.version())) {
      store.keep(file.version(), kept.encode());
      cache.put(file.version(), file);
    }
    return file.version();
  }
}
