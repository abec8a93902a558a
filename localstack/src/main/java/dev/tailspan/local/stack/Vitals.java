package dev.tailspan.local.stack;

import java.time.Duration;
import java.util.Map;

/**
 * How a running stack is, as of now.
 *
 * @param succeeded invocations of ingest and finalize that ended well
 * @param failed invocations of ingest and finalize that did not, those of killed processes among
 *     them
 * @param givenUp records that were given up after their retries
 * @param iteratorAge how long the oldest record that is not done has been in the stream
 * @param processes all of the stack, by name; the launcher is the one that has most parts of it
 */
public record Vitals(
    long succeeded,
    long failed,
    long givenUp,
    Duration iteratorAge,
    Map<String, ProcessHandle> processes) {}
