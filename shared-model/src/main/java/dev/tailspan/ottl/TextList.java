package dev.tailspan.ottl;

import java.util.List;

/** A []string, such as {@code Split} gives; OTTL compares it with nothing. */
record TextList(List<String> items) {}
