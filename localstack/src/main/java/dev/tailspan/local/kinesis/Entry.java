package dev.tailspan.local.kinesis;

import java.math.BigInteger;

/**
 * A record to be put.
 *
 * @param hashKey decides the shard: the MD5 of the partition key, or what the publisher gave
 */
record Entry(String partitionKey, BigInteger hashKey, byte[] data) {}
