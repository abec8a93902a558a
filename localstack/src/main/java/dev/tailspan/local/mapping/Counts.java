package dev.tailspan.local.mapping;

/**
 * What a mapping has done since its start.
 *
 * @param batches invocations
 * @param records records done, each once
 * @param failures invocations that failed, whole or in part
 * @param retries invocations that followed a failure of the same records
 * @param givenUp records given up for age or retries
 */
public record Counts(long batches, long records, long failures, long retries, long givenUp) {}
