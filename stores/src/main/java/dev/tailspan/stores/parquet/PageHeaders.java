package dev.tailspan.stores.parquet;

import java.io.IOException;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.SeekableInputStream;

/**
 * What a row group says of its sizes, looked at before Parquet's reader takes memory for it: of the
 * footer and of page headers there is no checksum, and the reader believes them.
 */
final class PageHeaders {
  /** Unpacked. Those we write have 1 MB, or one value, which came in a record of a few MB. */
  private static final int MAX_PAGE_BYTES = 64 << 20;

  private PageHeaders() {}

  /**
   * Asks that each column lies in the file, and each page in its column.
   *
   * @throws IOException naming the column
   */
  static void check(BlockMetaData rowGroup, FetchedRanges file) throws IOException {
    try (SeekableInputStream in = file.newStream()) {
      for (ColumnChunkMetaData column : rowGroup.getColumns()) {
        check(column, file, in);
      }
    }
  }

  private static void check(ColumnChunkMetaData column, FetchedRanges file, SeekableInputStream in)
      throws IOException {
    long start = column.getStartingPos();
    long size = column.getTotalSize();
    require(file.holds(start, size), column, size + " bytes at " + start);
    long end = start + size;
    in.seek(start);
    while (in.getPos() < end) {
      PageHeader page = Util.readPageHeader(in);
      int packed = page.getCompressed_page_size();
      int unpacked = page.getUncompressed_page_size();
      require(packed >= 0 && packed <= end - in.getPos(), column, "a page of " + packed + " bytes");
      require(
          unpacked >= 0 && unpacked <= MAX_PAGE_BYTES,
          column,
          "a page of " + unpacked + " bytes unpacked");
      if (page.isSetDictionary_page_header()) {
        int values = page.getDictionary_page_header().getNum_values();
        require(values >= 0 && values <= unpacked, column, values + " values in a dictionary");
      }
      in.seek(in.getPos() + packed);
    }
  }

  private static void require(boolean holds, ColumnChunkMetaData column, String what)
      throws IOException {
    if (!holds) {
      throw new IOException("column " + column.getPath().toDotString() + " says it has " + what);
    }
  }
}
