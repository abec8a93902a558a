package dev.tailspan.decide;

import dev.tailspan.policy.PolicyFile;
import dev.tailspan.storage.PolicyVersions;
import java.util.Optional;

/** Where a bucket's commits take their policies from. */
interface PinnedPolicies {
  /** A version that was pinned before. */
  PolicyFile version(String version);

  /** The version to pin next. */
  String pin(Optional<String> inForce);

  static PinnedPolicies of(PolicyVersions versions) {
    return new PinnedPolicies() {
      @Override
      public PolicyFile version(String version) {
        return versions.version(version);
      }

      @Override
      public String pin(Optional<String> inForce) {
        return versions.pin(inForce);
      }
    };
  }

  /** One file for ever. */
  static PinnedPolicies always(PolicyFile file) {
    return new PinnedPolicies() {
      @Override
      public PolicyFile version(String version) {
        return file;
      }

      @Override
      public String pin(Optional<String> inForce) {
        return file.version();
      }
    };
  }
}
