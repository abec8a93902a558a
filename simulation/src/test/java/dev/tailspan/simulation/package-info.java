/** The simulation itself is put to the test: by many seeds, and by bugs that it must find. */
@NullMarked
package dev.tailspan.simulation;

import org.jspecify.annotations.NullMarked;
