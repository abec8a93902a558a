package dev.tailspan.model;

/** How the work of a span ended: OTLP's {@code Status}. */
public record Status(Code code, String message) {
  /** OTLP's {@code StatusCode}; the ordinal is the number on the wire. */
  public enum Code {
    UNSET,
    OK,
    ERROR;

    /** The code of that number; an unknown number is UNSET. */
    public static Code of(int number) {
      return number == 1 ? OK : number == 2 ? ERROR : UNSET;
    }

    public int number() {
      return ordinal();
    }
  }

  /** Nothing was said. */
  public static final Status UNSET = new Status(Code.UNSET, "");
}
