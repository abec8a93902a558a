package dev.tailspan.functions.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The classes that can be reached: those of archives that are not trimmed, those that lists of
 * services and interceptors name, and all that these name, and so on.
 */
final class Reachable {
  private final Map<String, List<byte[]>> classes = new HashMap<>();
  private final Set<String> reached = new HashSet<>();
  private final Deque<String> open = new ArrayDeque<>();

  private Reachable() {}

  static Set<String> in(Collection<Archive> archives) throws IOException {
    Reachable search = new Reachable();
    for (Archive archive : archives) {
      search.index(archive);
    }
    for (Archive archive : archives) {
      search.begin(archive);
    }
    search.follow();
    return search.reached;
  }

  private void index(Archive archive) {
    archive
        .files()
        .forEach(
            (file, content) -> {
              if (file.endsWith(Archive.CLASS)) {
                classes
                    .computeIfAbsent(Archive.className(file), name -> new ArrayList<>())
                    .add(content);
              }
            });
  }

  private void begin(Archive archive) {
    boolean whole = !Rules.trimmed(archive.name());
    archive
        .files()
        .forEach(
            (file, content) -> {
              if (file.endsWith(Archive.CLASS)) {
                String name = Archive.className(file);
                if (whole) {
                  reach(name);
                }
              } else if (Rules.namesClasses(file)) {
                Set<String> named = new HashSet<>();
                String text = new String(content, StandardCharsets.UTF_8);
                ClassNames.addNames(text, classes::containsKey, named);
                named.forEach(this::reach);
              }
            });
  }

  private void follow() throws IOException {
    for (String name = open.poll(); name != null; name = open.poll()) {
      for (byte[] content : classes.getOrDefault(name, List.of())) {
        ClassNames.in(content, classes::containsKey).forEach(this::reach);
      }
      if (Rules.keptByName(name)) {
        // One of them reached may look up any of them.
        classes.keySet().stream().filter(Rules::keptByName).forEach(this::reach);
      }
    }
  }

  private void reach(String name) {
    if (reached.add(name)) {
      open.add(name);
    }
  }
}
