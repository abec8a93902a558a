package dev.tailspan.lookup;

import java.util.Properties;

/**
 * What capacity and processor time cost, in dollars, from the same file as {@link Prices}.
 *
 * @param shardHour of a provisioned Kinesis shard
 * @param putUnit of 25 KB put on a provisioned stream
 * @param invocation of a Lambda function
 * @param gigabyteSecond of a function on arm64
 */
public record CapacityPrices(
    double shardHour, double putUnit, double invocation, double gigabyteSecond) {

  /** The prices that Tailspan ships. */
  public static CapacityPrices bundled() {
    Properties file = Prices.file();
    return new CapacityPrices(
        Prices.number(file, "kinesis.shard-hour"),
        Prices.perMillion(file, "kinesis.put-units.million"),
        Prices.perMillion(file, "lambda.requests.million"),
        Prices.number(file, "lambda.arm.gigabyte-second"));
  }
}
