/**
 * Spans in OpenTelemetry's terms: immutable values, no I/O, no encoding. A {@link
 * dev.tailspan.model.Span} carries its resource and scope. Ids are types, never texts. This package
 * imports nothing of Tailspan.
 */
@NullMarked
package dev.tailspan.model;

import org.jspecify.annotations.NullMarked;
