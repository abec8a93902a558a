package dev.tailspan.policy;

import dev.tailspan.policy.PolicyType.Level;
import java.util.List;
import java.util.Map;

/**
 * One policy as written: all its blocks read, also those of other types, as the processor reads
 * them.
 *
 * @param broken its name or type is no text, or it is no policy at all, which has been reported
 * @param parts the policies inside the blocks, by type of the block
 */
record PolicyShape(
    Place place,
    Level level,
    String name,
    String typeText,
    Place typePlace,
    boolean broken,
    Map<PolicyType, Settings> blocks,
    Map<PolicyType, List<PolicyShape>> parts) {

  static PolicyShape broken(Place place, Level level) {
    return new PolicyShape(place, level, "", "", place, true, Map.of(), Map.of());
  }

  /** The block of that type; without settings where it is missing. */
  Settings settings(PolicyType type) {
    Settings block = blocks.get(type);
    return block != null ? block : Settings.none(place.in(type.key()));
  }

  /** The policies inside the block of that type. */
  List<PolicyShape> parts(PolicyType type) {
    return parts.getOrDefault(type, List.of());
  }
}
