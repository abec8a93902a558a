package dev.tailspan.model;

/**
 * Something that happened at a moment of a span; times in nanoseconds since the epoch, unsigned.
 */
public record Event(
    long timeUnixNano, String name, Attributes attributes, int droppedAttributesCount) {}
