/**
 * The command line: {@code up}, {@code send}, {@code trace}, {@code search}, {@code status}, {@code
 * down}, {@code help}. Every command but {@code up} speaks to a running stack over HTTP only, as
 * any client would. Exit status: 0 done, 1 failed, 2 not understood. Nothing imports this package.
 */
@NullMarked
package dev.tailspan.local.cli;

import org.jspecify.annotations.NullMarked;
