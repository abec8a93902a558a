package dev.tailspan.stores.parquet;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** Converters that nothing is sent to: Parquet wants a tree of them, we take values by column. */
final class NoConverters extends GroupConverter {
  private final GroupType type;

  NoConverters(GroupType type) {
    this.type = type;
  }

  @Override
  public Converter getConverter(int fieldIndex) {
    Type field = type.getType(fieldIndex);
    return field.isPrimitive()
        ? new PrimitiveConverter() {}
        : new NoConverters(field.asGroupType());
  }

  @Override
  public void start() {}

  @Override
  public void end() {}
}
