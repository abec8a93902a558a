package dev.tailspan.storage;

import dev.tailspan.policy.PolicyFile;
import dev.tailspan.policy.PolicyFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The policy files by version. A new file that does not parse leaves the version in force; what is
 * wrong with it can be read from {@link #problem}.
 */
public final class PolicyVersions {
  private static final int CACHED = 64;

  private final PolicyStore store;
  private final Map<String, PolicyFile> cache =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PolicyFile> eldest) {
          return size() > CACHED;
        }
      };
  private Optional<String> problem = Optional.empty();

  public PolicyVersions(PolicyStore store) {
    this.store = store;
  }

  /**
   * A version that was pinned before.
   *
   * @throws StorageException when it is not kept any more, or does not parse
   */
  public synchronized PolicyFile version(String version) {
    PolicyFile cached = cache.get(version);
    if (cached != null) {
      return cached;
    }
    byte[] bytes =
        store
            .version(version)
            .orElseThrow(() -> new StorageException("policy version " + version + " is not kept"));
    try {
      PolicyFile file = PolicyFile.parse(bytes);
      cache.put(version, file);
      return file;
    } catch (PolicyFileException e) {
      throw new StorageException("policy version " + version + " does not parse", e);
    }
  }

  /**
   * The version to pin next: the current file if it parses, otherwise the one in force, otherwise
   * the defaults that Tailspan ships. It is kept before it is returned.
   */
  public synchronized String pin(Optional<String> inForce) {
    Optional<byte[]> current = store.current();
    if (current.isPresent()) {
      try {
        PolicyFile file = PolicyFile.parse(current.get());
        problem = Optional.empty();
        return keep(file, current.get());
      } catch (PolicyFileException e) {
        problem = Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return inForce.orElseGet(() -> keep(PolicyFile.defaults(), PolicyFile.defaultYaml()));
  }

  /** What {@link #pin} would pin where nothing is in force yet; keeps nothing. */
  public PolicyFile first() {
    return store
        .current()
        .flatMap(
            bytes -> {
              try {
                return Optional.of(PolicyFile.parse(bytes));
              } catch (PolicyFileException e) {
                return Optional.empty();
              }
            })
        .orElseGet(PolicyFile::defaults);
  }

  private String keep(PolicyFile file, byte[] bytes) {
    if (!cache.containsKey(file.version())) {
      store.keep(file.version(), bytes);
      cache.put(file.version(), file);
    }
    return file.version();
  }

  /** What is wrong with the current file, as of the last {@link #pin}. */
  public synchronized Optional<String> problem() {
    return problem;
  }
}
