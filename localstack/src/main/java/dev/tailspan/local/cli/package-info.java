/**
 * The command line, a class for each {@code Command}. {@code policy} needs no stack, {@code sql}
 * reads the files of one; every other command but {@code up} speaks to a running one over HTTP
 * only, as any client would. Exit status: 0 done, 1 failed, 2 not understood. Nothing imports this
 * package.
 */
@NullMarked
package dev.tailspan.local.cli;

import org.jspecify.annotations.NullMarked;
