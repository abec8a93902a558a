package dev.tailspan.ottl;

import dev.tailspan.ottl.TimeLayout.Element;
import dev.tailspan.text.Excerpt;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one text by a layout as the Collector's {@code timeutils} and Go's {@code time.Parse} do:
 * numbers of one or two digits, blanks before them, a fraction behind the seconds whether asked for
 * or not.
 */
final class TimeReader {
  private static final Pattern FRACTION = Pattern.compile("[.,]([0-9]+)");
  private static final Pattern ZONE = Pattern.compile("[A-Z]{3,5}");

  private final String text;
  private final ZoneId local;
  private int at;
  private int year;
  private int month = 1;
  private int day = 1;
  private int hour;
  private int minute;
  private int second;
  private int nanos;
  private @Nullable Boolean afternoon;
  private @Nullable ZoneId zone;
  private @Nullable String zoneName;

  private TimeReader(String text, ZoneId local) {
    this.text = text;
    this.local = local;
  }

  /**
   * @param at whose time gives the year where the layout has none
   */
  static ZonedDateTime read(String text, TimeLayout layout, ZoneId local, OttlContext at)
      throws OttlEvaluationException {
    TimeReader reader = new TimeReader(text, local);
    for (int i = 0; i < layout.elements().size(); i++) {
      Element element = layout.elements().get(i);
      boolean ok =
          element.directive() == 0
              ? reader.plain(element.text(), layout.isBeforeFraction(i))
              : reader.part(element.directive(), layout.isBeforeFraction(i + 1));
      if (!ok) {
        throw reader.wrong();
      }
    }
    if (reader.at != text.length()) {
      throw reader.wrong();
    }
    return reader.time(at);
  }

  private OttlEvaluationException wrong() {
    return new OttlEvaluationException(Excerpt.quoted(text) + " is no time of that format");
  }

  private ZonedDateTime time(OttlContext context) throws OttlEvaluationException {
    if (afternoon != null) {
      hour = afternoon ? (hour < 12 ? hour + 12 : hour) : hour == 12 ? 0 : hour;
    }
    try {
      LocalDate.of(year, month, day);
      LocalDateTime read = moment(year);
      ZoneId in = zone();
      ZonedDateTime time = read.atZone(in);
      if (year > 0) {
        return time;
      }
      ZonedDateTime now = context.now();
      ZonedDateTime thisYear = moment(now.getYear()).atZone(in);
      return thisYear.isAfter(now.plusDays(7)) ? moment(now.getYear() - 1).atZone(in) : thisYear;
    } catch (DateTimeException e) {
      throw wrong();
    }
  }

  private LocalDateTime moment(int inYear) {
    LocalDate date = LocalDate.of(inYear, month, 1).plusDays(day - 1L);
    return date.atTime(LocalTime.of(hour, minute, second, nanos));
  }

  private ZoneId zone() throws OttlEvaluationException {
    if (zone != null) {
      return zone;
    }
    if (zoneName == null) {
      return local;
    }
    boolean here = zoneName.equals(Times.abbreviation(moment(year).atZone(local)));
    return here ? local : TimeZones.named(zoneName);
  }

  /** Blanks stand for any number of blanks. */
  private boolean plain(String wanted, boolean beforeFraction) {
    int end = beforeFraction ? wanted.length() - 1 : wanted.length();
    for (int i = 0; i < end; i++) {
      if (wanted.charAt(i) == ' ') {
        if (at < text.length() && text.charAt(at) != ' ') {
          return false;
        }
        while (i + 1 < end && wanted.charAt(i + 1) == ' ') {
          i++;
        }
        while (at < text.length() && text.charAt(at) == ' ') {
          at++;
        }
      } else if (at == text.length() || text.charAt(at++) != wanted.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean part(char directive, boolean beforeFraction) {
    return switch (directive) {
      case 'Y' -> year();
      case TimeLayout.EITHER_YEAR -> year() || shortYear();
      case 'y' -> shortYear();
      case 'm', 'o', 'q' -> (month = number()) >= 1 && month <= 12;
      case 'd', 'e', 'g' -> (day = number()) >= 0;
      case 'b', 'h' -> monthName(3);
      case 'B' -> monthName(9);
      case 'a' -> weekday(3);
      case 'A' -> weekday(9);
      case 'H' -> (hour = number()) >= 0 && hour < 24;
      case 'I', 'l' -> (hour = number()) >= 0 && hour <= 12;
      case 'M' -> (minute = number()) >= 0 && minute < 60;
      case 'S' -> (second = number()) >= 0 && second < 60 && (beforeFraction || fraction());
      case 'p' -> halfOfDay("AM", "PM");
      case 'P' -> halfOfDay("am", "pm");
      case 'Z' -> zoneName();
      case 'z' -> {
        blanks();
        yield utc() || offset("", 2) || offset(":", 2) || offset("", 1);
      }
      case 'w' -> offset("", 3);
      case 'i' -> offset("", 1);
      case 'j' -> offset(":", 2);
      case 'k' -> offset(":", 3);
      default -> fraction();
    };
  }

  private void blanks() {
    while (at < text.length() && " \t\n\f\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean isDigit(int i) {
    return i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
  }

  /** One or two digits; -1 where there is none. */
  private int number() {
    blanks();
    if (!isDigit(at)) {
      return -1;
    }
    int value = text.charAt(at++) - '0';
    return isDigit(at) ? 10 * value + text.charAt(at++) - '0' : value;
  }

  /** Exactly so many digits; -1 where there are fewer. */
  private int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      if (!isDigit(at + i)) {
        return -1;
      }
      value = 10 * value + text.charAt(at + i) - '0';
    }
    at += count;
    return value;
  }

  private boolean year() {
    blanks();
    year = digits(4);
    return year >= 0;
  }

  private boolean shortYear() {
    blanks();
    int two = digits(2);
    year = two >= 69 ? 1900 + two : 2000 + two;
    return two >= 0;
  }

  private boolean fraction() {
    Matcher fraction = FRACTION.matcher(text).region(at, text.length());
    if (fraction.lookingAt()) {
      nanos = Integer.parseInt((fraction.group(1) + "000000000").substring(0, 9));
      at = fraction.end();
    }
    return true;
  }

  private boolean monthName(int length) {
    for (Month of : Month.values()) {
      if (word(of.getDisplayName(TextStyle.FULL, Locale.ENGLISH), length)) {
        month = of.getValue();
        return true;
      }
    }
    return false;
  }

  private boolean weekday(int length) {
    for (DayOfWeek of : DayOfWeek.values()) {
      if (word(of.getDisplayName(TextStyle.FULL, Locale.ENGLISH), length)) {
        return true;
      }
    }
    return false;
  }

  /** In either case. */
  private boolean word(String name, int length) {
    String wanted = name.substring(0, Math.min(length, name.length()));
    boolean there = text.regionMatches(true, at, wanted, 0, wanted.length());
    at += there ? wanted.length() : 0;
    return there;
  }

  private boolean halfOfDay(String morning, String evening) {
    afternoon = text.startsWith(evening, at);
    boolean there = afternoon || text.startsWith(morning, at);
    at += 2;
    return there;
  }

  private boolean zoneName() {
    Matcher name = ZONE.matcher(text).region(at, text.length());
    if (text.startsWith("UTC", at)) {
      zone = ZoneOffset.UTC;
      at += 3;
      return true;
    }
    if (!name.lookingAt()) {
      return false;
    }
    zoneName = name.group();
    at = name.end();
    return zoneName.length() == 3 || zoneName.endsWith("T") || zoneName.equals("WITA");
  }

  private boolean utc() {
    boolean there = text.startsWith("Z", at);
    if (there) {
      at++;
      zone = ZoneOffset.UTC;
    }
    return there;
  }

  private boolean offset(String separator, int parts) {
    int start = at;
    boolean sign = at < text.length() && "+-".indexOf(text.charAt(at)) >= 0;
    int seconds = 0;
    boolean read = sign;
    for (int i = 0; i < parts && read; i++) {
      at += i == 0 ? 1 : text.startsWith(separator, at) ? separator.length() : text.length();
      int part = digits(2);
      read = part >= 0 && part <= (i == 0 ? 18 : 59);
      seconds = 60 * seconds + part;
    }
    if (!read) {
      at = start;
      return false;
    }
    int size = seconds * (parts == 1 ? 3600 : parts == 2 ? 60 : 1);
    zone = ZoneOffset.ofTotalSeconds(text.charAt(start) == '-' ? -size : size);
    return true;
  }
}
