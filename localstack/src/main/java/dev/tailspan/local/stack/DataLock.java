package dev.tailspan.local.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps two stacks off the same data. The system releases it when the process ends, however. */
final class DataLock implements AutoCloseable {
  private final FileChannel file;

  private DataLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Makes the directory and locks it.
   *
   * @throws StackException when another stack has it, or it cannot be made
   */
  static DataLock take(Path data) {
    try {
      Files.createDirectories(data);
      FileChannel file =
          FileChannel.open(
              data.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (locked(file) == null) {
        file.close();
        throw new StackException(
            "another stack runs on "
                + data
                + ": './tailspan down' stops it, or choose another DIR");
      }
      return new DataLock(file);
    } catch (IOException e) {
      throw new StackException("cannot use " + data + " for data: " + e.getMessage(), e);
    }
  }

  private static @Nullable FileLock locked(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // by this very process
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
