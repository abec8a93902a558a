/**
 * Inputs nobody would write, for every reader of foreign bytes. A {@link
 * dev.tailspan.fuzz.FuzzTarget} throws when it finds something; {@link
 * dev.tailspan.fuzz.FuzzRegression} runs all of a module for seconds in every build, {@link
 * dev.tailspan.fuzz.LongFuzz} for as long as is wished, guided by coverage. See docs/fuzzing.md.
 */
package dev.tailspan.fuzz;
