/**
 * The whole of Tailspan on one machine: starts the emulators, the stand-ins and the functions, lays
 * out stream, tables, buckets and policy file, and ends all of it again. Imports every sibling
 * package but {@code cli}.
 */
@NullMarked
package dev.tailspan.local.stack;

import org.jspecify.annotations.NullMarked;
