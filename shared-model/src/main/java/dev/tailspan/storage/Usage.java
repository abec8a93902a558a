package dev.tailspan.storage;

/**
 * What stores were charged for.
 *
 * @param writeUnits DynamoDB write request units, as the service reported them
 * @param readUnits DynamoDB read request units
 * @param puts S3 PUT, COPY, POST and LIST requests
 * @param gets S3 GET and HEAD requests
 * @param putBytes bytes sent to S3
 * @param getBytes bytes read from S3
 */
public record Usage(
    double writeUnits, double readUnits, long puts, long gets, long putBytes, long getBytes) {
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

  public Usage plus(Usage o) {
    return new Usage(
        writeUnits + o.writeUnits,
        readUnits + o.readUnits,
        puts + o.puts,
        gets + o.gets,
        putBytes + o.putBytes,
        getBytes + o.getBytes);
  }
}
