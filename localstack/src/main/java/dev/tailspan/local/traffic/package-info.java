/**
 * Traffic to look at and to test with: the bundled capture of Online Boutique and seeded synthetic
 * traces, sent as the OpenTelemetry SDK (OTLP/HTTP) and the Collector's {@code awskinesisexporter}
 * (records) send them. Imports {@code model} and {@code wire}, nothing of the sibling packages.
 */
@NullMarked
package dev.tailspan.local.traffic;

import org.jspecify.annotations.NullMarked;
