package dev.tailspan.stores.dynamodb;

import dev.tailspan.storage.CatalogSegment;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Which services the traces of a segment touch, in an attribute of its item, so that a search for
 * one gets no others to see. It costs no item of its own: an item per service and step would cost
 * as many write units as there are services.
 */
final class SegmentServices {
  static final String ATTRIBUTE = "services";

  /** A segment with more names than this goes without, and is found by all of them. */
  private static final int MAX_CHARS = 512;

  private SegmentServices() {}

  /** Each name between two line ends, as {@code contains} looks for a part of a text. */
  static Optional<String> of(CatalogSegment segment) {
    TreeSet<String> names = new TreeSet<>();
    int chars = 1;
    for (CatalogSegment.Entry entry : segment.entries()) {
      for (String name : entry.summary().services()) {
        if (names.add(name)) {
          chars += name.length() + 1;
        }
        if (chars > MAX_CHARS) {
          return Optional.empty();
        }
      }
    }
    return names.isEmpty() ? Optional.empty() : Optional.of("\n" + String.join("\n", names) + "\n");
  }

  static Table.Filter filter(Optional<String> service) {
    return service
        .map(
            name ->
                new Table.Filter(
                    "attribute_not_exists(services) OR contains(services, :service)",
                    Map.of(":service", AttributeValue.fromS("\n" + name + "\n"))))
        .orElse(Table.Filter.NONE);
  }
}
