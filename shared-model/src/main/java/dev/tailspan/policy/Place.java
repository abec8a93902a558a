package dev.tailspan.policy;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Where in a policy file something stands: position, policy and path of the key. */
record Place(int line, int column, String policy, String field) {
  static final Place WHOLE_FILE = new Place(0, 0, "", "");

  Place at(@Nullable Mark mark) {
    return mark == null ? this : new Place(mark.getLine() + 1, mark.getColumn() + 1, policy, field);
  }

  Place at(Node node) {
    return at(node.getStartMark());
  }

  Place in(String key) {
    return new Place(line, column, policy, field.isEmpty() ? key : field + "." + key);
  }

  Place item(int index) {
    return new Place(line, column, policy, field + "[" + index + "]");
  }

  /** A new policy: the path starts afresh. */
  Place policy(String name) {
    return new Place(line, column, name, "");
  }
}
