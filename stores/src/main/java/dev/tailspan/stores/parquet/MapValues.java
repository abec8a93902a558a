package dev.tailspan.stores.parquet;

import dev.tailspan.model.Attributes;
import java.util.ArrayList;
import java.util.List;

/** The two columns of a MAP, taken map by map. */
final class MapValues {
  private final Values keys;
  private final Values values;
  private final int entryLevel;

  /**
   * @param entryLevel definition and repetition level of an entry: 1 at the top, 2 in a list
   */
  MapValues(Values keys, Values values, int entryLevel) {
    this.keys = keys;
    this.values = values;
    this.entryLevel = entryLevel;
  }

  Attributes next(RemainderReader remainder) {
    if (keys.definition() < entryLevel) {
      nothing();
      return remainder.attributes(List.of(), List.of());
    }
    List<String> names = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    do {
      names.add(keys.text());
      texts.add(values.text());
    } while (keys.repetition() == entryLevel);
    return remainder.attributes(names, texts);
  }

  /** Steps over a map that is not there or empty. */
  void nothing() {
    keys.nothing();
    values.nothing();
  }
}
