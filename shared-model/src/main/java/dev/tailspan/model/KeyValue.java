package dev.tailspan.model;

/** One attribute. */
public record KeyValue(String key, AttributeValue value) {}
