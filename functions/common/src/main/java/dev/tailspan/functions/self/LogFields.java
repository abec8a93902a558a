package dev.tailspan.functions.self;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Further fields of a line of the log, written into its object. */
@FunctionalInterface
public interface LogFields {
  LogFields NONE = out -> {};

  void write(JsonGenerator out) throws IOException;
}
