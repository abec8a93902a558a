package dev.tailspan.ottl;

import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;

/** Parts of a time as texts. */
final class TimeWriter {
  private TimeWriter() {}

  static String part(char directive, ZonedDateTime time, char separator) {
    int hour12 = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
    boolean utc = time.getOffset().getTotalSeconds() == 0;
    return switch (directive) {
      case 'Y', TimeLayout.EITHER_YEAR -> padded(time.getYear(), 4, '0');
      case 'y' -> padded(Math.floorMod(time.getYear(), 100), 2, '0');
      case 'm' -> padded(time.getMonthValue(), 2, '0');
      // Meant to be padded with a blank, but Go's layouts know no such month.
      case 'o' -> "_" + time.getMonthValue();
      case 'q' -> padded(time.getMonthValue(), 1, ' ');
      case 'b', 'h' ->
          time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
      case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'd' -> padded(time.getDayOfMonth(), 2, '0');
      case 'e' -> padded(time.getDayOfMonth(), 2, ' ');
      case 'g' -> padded(time.getDayOfMonth(), 1, ' ');
      case 'a' ->
          time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
      case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'H' -> padded(time.getHour(), 2, '0');
      case 'I' -> padded(hour12, 2, '0');
      case 'l' -> padded(hour12, 1, ' ');
      case 'p' -> time.getHour() < 12 ? "AM" : "PM";
      case 'P' -> time.getHour() < 12 ? "am" : "pm";
      case 'M' -> padded(time.getMinute(), 2, '0');
      case 'S' -> padded(time.getSecond(), 2, '0');
      case 'Z' -> Times.abbreviation(time);
      case 'z' -> utc ? "Z" : Times.offset(time, "", 2);
      case 'w' -> Times.offset(time, "", 3);
      case 'i' -> Times.offset(time, "", 1);
      case 'j' -> Times.offset(time, ":", 2);
      case 'k' -> Times.offset(time, ":", 3);
      default -> Times.fraction(time.getNano(), TimeLayout.digits(directive), separator);
    };
  }

  private static String padded(int value, int width, char with) {
    String digits = Integer.toString(Math.abs(value));
    return (value < 0 ? "-" : "")
        + Character.toString(with).repeat(Math.max(0, width - digits.length()))
        + digits;
  }
}
