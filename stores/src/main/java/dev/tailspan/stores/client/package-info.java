/**
 * How the adapters make their SDK clients: one HTTP client, bounded retries and time-outs. For the
 * adapter packages of this module only, as SDK types show in its signatures.
 */
@NullMarked
package dev.tailspan.stores.client;

import org.jspecify.annotations.NullMarked;
