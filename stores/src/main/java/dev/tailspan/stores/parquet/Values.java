package dev.tailspan.stores.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;

/** The values of one column, taken one by one. */
final class Values {
  private final ColumnReader reader;
  private final int present;

  Values(ColumnReadStore columns, ColumnDescriptor column) {
    reader = columns.getColumnReader(column);
    present = column.getMaxDefinitionLevel();
  }

  String text() {
    String text = reader.getBinary().toStringUsingUTF8();
    reader.consume();
    return text;
  }

  byte[] bytes() {
    byte[] bytes = reader.getBinary().getBytes();
    reader.consume();
    return bytes;
  }

  long number() {
    long number = reader.getLong();
    reader.consume();
    return number;
  }

  /** How much of the path to the next value is there. */
  int definition() {
    return reader.getCurrentDefinitionLevel();
  }

  /** What begins anew with the next value: 0 is a row, also at the end of the column. */
  int repetition() {
    return reader.getCurrentRepetitionLevel();
  }

  /** Steps over a value that is not there. */
  void nothing() {
    reader.consume();
  }

  /** Steps over all values of so many rows. */
  void skipRows(int rows) {
    for (int row = 0; row < rows; row++) {
      do {
        if (reader.getCurrentDefinitionLevel() == present) {
          reader.skip();
        }
        reader.consume();
      } while (reader.getCurrentRepetitionLevel() > 0);
    }
  }
}
