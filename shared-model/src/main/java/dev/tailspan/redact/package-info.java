/**
 * What is taken out of spans before they are staged: rules in the language of the Collector's
 * {@code redaction} processor, applied to OTLP in place of what it was. {@link
 * dev.tailspan.redact.Redaction} is the way in. Only messages that a rule touches are written anew.
 *
 * <p>Imports {@code text} and {@code wire}; the same rules and the same bytes give the same bytes.
 */
@NullMarked
package dev.tailspan.redact;

import org.jspecify.annotations.NullMarked;
