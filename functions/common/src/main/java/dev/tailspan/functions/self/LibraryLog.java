package dev.tailspan.functions.self;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * What libraries log, as lines like our own. It goes to Lambda's logger, where a line is one event
 * however long: on standard output a long one can come in pieces.
 */
final class LibraryLog extends Handler {
  private final Supplier<@Nullable Invocation> running;
  private final Map<String, String> about;

  /**
   * @param running the invocation under way, null between two
   * @param about what stands in a line between two
   */
  LibraryLog(Supplier<@Nullable Invocation> running, Map<String, String> about) {
    this.running = running;
    this.about = about;
  }

  /** Takes the place of what writes to standard output. */
  void install() {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(this);
  }

  @Override
  public void publish(LogRecord entry) {
    if (!isLoggable(entry)) {
      return;
    }
    String logger = String.valueOf(entry.getLoggerName());
    Invocation invocation = running.get();
    if (invocation != null) {
      invocation.log(level(entry), logger, message(entry), LogFields.NONE, entry.getThrown());
    } else {
      byte[] line =
          LogLine.of(
              entry.getMillis(),
              level(entry),
              logger,
              message(entry),
              about,
              LogFields.NONE,
              entry.getThrown());
      LambdaRuntime.getLogger().log(line);
    }
  }

  private static LogLine.Level level(LogRecord entry) {
    int level = entry.getLevel().intValue();
    if (level >= Level.SEVERE.intValue()) {
      return LogLine.Level.ERROR;
    }
    if (level >= Level.WARNING.intValue()) {
      return LogLine.Level.WARN;
    }
    return level >= Level.INFO.intValue() ? LogLine.Level.INFO : LogLine.Level.DEBUG;
  }

  private static String message(LogRecord entry) {
    String message =
        entry instanceof ExtLogRecord extended
            ? extended.getFormattedMessage()
            : ExtLogRecord.wrap(entry).getFormattedMessage();
    return String.valueOf(message);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
