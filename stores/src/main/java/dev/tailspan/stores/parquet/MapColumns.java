package dev.tailspan.stores.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;

/**
 * The two columns of a MAP. Levels as the Dremel paper has them: an entry's definition level says
 * that it is there, its repetition level is that of what began anew.
 */
final class MapColumns {
  private final ColumnWriter keys;
  private final ColumnWriter values;
  private final int entryLevel;

  MapColumns(ColumnWriteStore columns, ColumnDescriptor keys, ColumnDescriptor values) {
    this.keys = columns.getColumnWriter(keys);
    this.values = columns.getColumnWriter(values);
    entryLevel = keys.getMaxDefinitionLevel();
  }

  /**
   * @param repetition 0 in a new row, the level of the list around it in a further element
   */
  void write(TextAttributes attributes, int repetition) {
    if (attributes.length() == 0) {
      writeNothing(repetition, entryLevel - 1);
      return;
    }
    int level = repetition;
    for (int i = 0; i < attributes.length(); i++) {
      keys.write(attributes.key(i), level, entryLevel);
      values.write(attributes.value(i), level, entryLevel);
      level = entryLevel;
    }
  }

  /**
   * No entry.
   *
   * @param definition how much of the path is there
   */
  void writeNothing(int repetition, int definition) {
    keys.writeNull(repetition, definition);
    values.writeNull(repetition, definition);
  }
}
