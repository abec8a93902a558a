/**
 * Values in OpenTelemetry terms: traces, spans, resources, scopes, attributes.
 *
 * <p>The innermost package: nothing of Tailspan may be imported here, nor any AWS type, clock,
 * random source or environment.
 */
@NullMarked
package dev.tailspan.model;

import org.jspecify.annotations.NullMarked;
