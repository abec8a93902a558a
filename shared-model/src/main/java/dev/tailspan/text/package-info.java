/**
 * Small languages of others, read as they read them: Go's regular expressions and durations, W3C
 * tracestate; and what helps to speak of texts that came from outside. Imports nothing of this
 * project.
 */
@NullMarked
package dev.tailspan.text;

import org.jspecify.annotations.NullMarked;
