/**
 * The schedule rule: runs a function every so often, as EventBridge does, at least once and here
 * never two at a time. May import {@code lambda}; no AWS SDK.
 */
@NullMarked
package dev.tailspan.local.schedule;

import org.jspecify.annotations.NullMarked;
