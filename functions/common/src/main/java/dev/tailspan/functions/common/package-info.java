/**
 * What all functions share: settings from the environment, SDK clients, log lines.
 *
 * <p>Wiring only: what a function does lives in the core.
 */
@NullMarked
package dev.tailspan.functions.common;

import org.jspecify.annotations.NullMarked;
