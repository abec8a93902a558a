package dev.tailspan.trace;

import dev.tailspan.model.SpanKind;

/**
 * What an operation did.
 *
 * @param service its service, or {@link ServiceStats#OTHER} for all services past the cap
 * @param name its span name, or {@link ServiceStats#OTHER} (with kind UNSPECIFIED) for all
 *     operations of the service past the cap
 * @param stats a view, which changes as traces are added
 */
public record OperationStats(String service, String name, SpanKind kind, CallStats stats) {}
