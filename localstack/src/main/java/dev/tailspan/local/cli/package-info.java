/**
 * The command line: {@code up}, {@code send}, {@code trace}, {@code search}, {@code status}, {@code
 * policy}, {@code down}, {@code help}. {@code policy} needs no stack; every command but it and
 * {@code up} speaks to a running one over HTTP only, as any client would. Exit status: 0 done, 1
 * failed, 2 not understood. Nothing imports this package.
 */
@NullMarked
package dev.tailspan.local.cli;

import org.jspecify.annotations.NullMarked;
