/**
 * What an autoconfigured SDK finds by name: the samplers and the debug header's propagator. The
 * exporter's provider lives beside the exporter.
 */
@NullMarked
package dev.tailspan.publisher.autoconfigure;

import org.jspecify.annotations.NullMarked;
