/**
 * Makes a function's zip small, as the last step of its build: classes that nothing can reach are
 * left out, and what stays is packed once and not twice.
 *
 * <p>Runs at build time only and knows nothing of the functions beyond {@link Rules}.
 */
@NullMarked
package dev.tailspan.functions.packaging;

import org.jspecify.annotations.NullMarked;
