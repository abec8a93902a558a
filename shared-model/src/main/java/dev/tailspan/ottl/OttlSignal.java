package dev.tailspan.ottl;

/** What a condition is asked about; it decides which paths and functions there are. */
public enum OttlSignal {
  SPAN("span"),
  SPAN_EVENT("spanevent");

  private final String context;

  OttlSignal(String context) {
    this.context = context;
  }

  /** The context a path without one belongs to. */
  String context() {
    return context;
  }
}
