package dev.tailspan.fuzz;

import java.util.List;

/**
 * The targets of a module; found by its name, so the class needs a constructor without arguments.
 */
public interface FuzzTargets {
  List<FuzzTarget> all();

  default FuzzTarget named(String name) {
    return all().stream().filter(target -> target.name().equals(name)).findFirst().orElseThrow();
  }
}
