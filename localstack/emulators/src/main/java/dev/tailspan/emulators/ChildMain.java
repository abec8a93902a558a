package dev.tailspan.emulators;

import java.util.Arrays;

/**
 * Runs in the child: starts the given main class and ends the child when its parent is gone.
 *
 * <p>A parent that is killed runs no shutdown hook, and a test JVM often ends that way. Without
 * this its children would keep their ports and their memory.
 */
final class ChildMain {

  private static final int PARENT_GONE = 70;

  private ChildMain() {}

  /**
   * Takes the parent's process id, the main class and its arguments.
   *
   * @throws ReflectiveOperationException when there is no such class or main method
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    ProcessHandle.of(Long.parseLong(args[0])).ifPresentOrElse(ChildMain::dieWith, ChildMain::die);
    Class.forName(args[1])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 2, args.length));
  }

  private static void dieWith(ProcessHandle parent) {
    var watch =
        new Thread(
            () -> {
              parent.onExit().join();
              die();
            },
            "watch-parent");
    watch.setDaemon(true);
    watch.start();
  }

  private static void die() {
    Runtime.getRuntime().halt(PARENT_GONE);
  }
}
