/**
 * A small core that breaks every rule of {@code CoreRules}, to show that the rules can fail.
 *
 * <p>Nothing may use it but {@code ArchitectureTest}.
 */
package dev.tailspan.broken;
