package dev.tailspan.lookup;

import dev.tailspan.storage.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What the services cost, in dollars, from the one dated file {@code prices.properties}.
 *
 * @param asOf the date of the file
 * @param writeUnit of a DynamoDB write request unit, on demand
 * @param readUnit of a read request unit
 * @param put of an S3 PUT
 * @param get of an S3 GET
 * @param streamGigabyteIn of a GB put on a Kinesis on-demand stream
 * @param streamGigabyteOut of a GB read from it
 * @param tableGigabyteMonth of a GB in a DynamoDB table for a month
 * @param objectGigabyteMonth of a GB in S3 Standard for a month
 */
public record Prices(
    String asOf,
    double writeUnit,
    double readUnit,
    double put,
    double get,
    double streamGigabyteIn,
    double streamGigabyteOut,
    double tableGigabyteMonth,
    double objectGigabyteMonth) {
  private static final double GIGABYTE = 1L << 30;
  private static final double DAYS_PER_MONTH = 365.25 / 12;

  /** The prices that Tailspan ships. */
  public static Prices bundled() {
    Properties file = file();
    return new Prices(
        file.getProperty("as-of"),
        perMillion(file, "dynamodb.write-units.million"),
        perMillion(file, "dynamodb.read-units.million"),
        perMillion(file, "s3.puts.million"),
        perMillion(file, "s3.gets.million"),
        number(file, "kinesis.on-demand.gigabyte-in"),
        number(file, "kinesis.on-demand.gigabyte-out"),
        number(file, "dynamodb.gigabyte-month"),
        number(file, "s3.gigabyte-month"));
  }

  static Properties file() {
    Properties file = new Properties();
    try (InputStream in = Prices.class.getResourceAsStream("prices.properties")) {
      if (in == null) {
        throw new IllegalStateException("prices.properties is missing");
      }
      file.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  static double number(Properties file, String name) {
    return Double.parseDouble(file.getProperty(name));
  }

  static double perMillion(Properties file, String name) {
    return number(file, name) / 1e6;
  }

  /** The cost of what was used, by part, in dollars. */
  public Map<String, Double> parts(Usage usage, long streamBytes) {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("dynamodbWrites", usage.writeUnits() * writeUnit);
    parts.put("dynamodbReads", usage.readUnits() * readUnit);
    parts.put("s3Puts", usage.puts() * put);
    parts.put("s3Gets", usage.gets() * get);
    parts.put("kinesis", streamBytes / GIGABYTE * (streamGigabyteIn + streamGigabyteOut));
    return parts;
  }

  /** Of bytes that lie in a table for some days, in dollars. */
  public double inTable(double bytes, double days) {
    return bytes / GIGABYTE * days / DAYS_PER_MONTH * tableGigabyteMonth;
  }

  /** Of bytes that lie in S3 for some days, in dollars. */
  public double inObjects(double bytes, double days) {
    return bytes / GIGABYTE * days / DAYS_PER_MONTH * objectGigabyteMonth;
  }
}
