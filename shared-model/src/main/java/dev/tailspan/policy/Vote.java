package dev.tailspan.policy;

/**
 * What one policy said of a trace.
 *
 * @param policy its name in the file
 * @param type its type, as written in the file
 * @param sampled whether it wants the trace kept; always false for a {@code drop} policy
 * @param measured what it found, such as "duration 2143 ms"
 * @param threshold what it wanted, such as "> 500 ms"
 */
public record Vote(
    String policy, String type, boolean sampled, String measured, String threshold) {}
