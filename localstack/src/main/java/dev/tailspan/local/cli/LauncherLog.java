package dev.tailspan.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The launcher's own log goes to a file: what is on the terminal is meant for people. */
final class LauncherLog {
  private LauncherLog() {}

  /** From now on everything at INFO and above is appended to {@code launcher.log}. */
  static void to(Path directory) {
    try {
      Files.createDirectories(directory);
      FileHandler file = new FileHandler(directory.resolve("launcher.log").toString(), true);
      file.setFormatter(new SimpleFormatter());
      Logger root = Logger.getLogger("");
      for (Handler handler : root.getHandlers()) {
        root.removeHandler(handler);
      }
      root.addHandler(file);
      root.setLevel(Level.INFO);
    } catch (IOException e) {
      throw new CommandException("cannot write logs in " + directory + ": " + e.getMessage());
    }
  }
}
