/**
 * A candidate policy file tried beside the one in force: on traffic that is still staged, decided
 * as production would by {@code decide.DryRun}, or on what was archived, with its weights. Nothing
 * here writes.
 */
@NullMarked
package dev.tailspan.replay;

import org.jspecify.annotations.NullMarked;
