package dev.tailspan.ingest;

import dev.tailspan.policy.PolicyFile;
import dev.tailspan.redact.Redaction;
import dev.tailspan.redact.RedactionRules;
import dev.tailspan.storage.BucketCursor;
import dev.tailspan.storage.CurrentPolicy;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.storage.StorageException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The redaction of the policy file that lies there now, looked at every now and then. While that
 * file is refused, gone or cannot be read, the last rules that were read hold. A process that has
 * not read any takes those of all versions that buckets have pinned, one after another: never less
 * than what was in force. Not for several threads.
 */
public final class PolicyFileRedaction implements RedactionSource {
  /** So long after an upload the old rules may still be applied, seconds. */
  public static final long REFRESH_SECONDS = 30;

  private final PolicyVersions policies;
  private final DecisionStore decisions;
  private final int buckets;
  private final byte[] key;
  private @Nullable State last;
  private Optional<String> trouble = Optional.empty();

  /** Rules as they were read; the redaction is null where there are none. */
  private record State(
      List<RedactionRules> rules, @Nullable Redaction redaction, long readEpochSecond) {}

  /**
   * @param key for hashes that want one; of no bytes where there is none
   */
  public PolicyFileRedaction(
      PolicyVersions policies, DecisionStore decisions, int buckets, byte[] key) {
    this.policies = policies;
    this.decisions = decisions;
    this.buckets = buckets;
    this.key = key.clone();
  }

  @Override
  public @Nullable Redaction at(long nowEpochSecond) {
    State before = last;
    // A clock set back must not keep old rules for longer.
    if (before == null
        || nowEpochSecond < before.readEpochSecond()
        || nowEpochSecond - before.readEpochSecond() >= REFRESH_SECONDS) {
      before = refreshed(before, nowEpochSecond);
      last = before;
    }
    return before.redaction();
  }

  /** What went wrong at the last look at the file, a sentence; empty where all went well. */
  public Optional<String> trouble() {
    return trouble;
  }

  private State refreshed(@Nullable State before, long now) {
    List<RedactionRules> rules;
    try {
      rules = rules(before);
    } catch (StorageException e) {
      trouble = Optional.of(String.valueOf(e.getMessage()));
      if (before == null) {
        throw e;
      }
      return before; // asked again at the next batch
    }
    return before != null && before.rules().equals(rules)
        ? new State(rules, before.redaction(), now)
        : new State(rules, redaction(rules), now);
  }

  private List<RedactionRules> rules(@Nullable State before) {
    CurrentPolicy current = policies.current();
    trouble =
        current.file().isPresent()
            ? Optional.empty()
            : Optional.of("the policy file is refused, so the redaction before it holds");
    if (current.file().isPresent() && current.sinceMillis().isPresent()) {
      return current.file().get().redaction();
    }
    return before != null ? before.rules() : inForce();
  }

  /** Rules that are known and cannot be applied: those before do not stand in for them. */
  private @Nullable Redaction redaction(List<RedactionRules> rules) {
    if (rules.isEmpty()) {
      return null;
    }
    try {
      return Redaction.of(rules, key);
    } catch (IllegalArgumentException e) {
      String message = "the policy file redacts by an HMAC, but TAILSPAN_REDACTION_KEY is not set";
      trouble = Optional.of(message);
      throw new StorageException(message, e);
    }
  }

  private List<RedactionRules> inForce() {
    return decisions.cursors(buckets).stream()
        .map(BucketCursor::policyVersion)
        .distinct()
        .sorted()
        .map(policies::version)
        .map(PolicyFile::redaction)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }
}
