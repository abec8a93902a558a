/** Do the models of the services answer as the emulators do? */
@NullMarked
package dev.tailspan.simulation.cloud;

import org.jspecify.annotations.NullMarked;
