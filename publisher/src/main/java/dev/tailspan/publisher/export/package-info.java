/**
 * Spans to Kinesis: encoded as OTLP, packed, kept in a bounded queue and sent by a thread of its
 * own. Start reading at {@link dev.tailspan.publisher.export.KinesisSpanExporter}. The AWS SDK is
 * seen by {@code KinesisStream} alone; nothing of Tailspan's other modules may be imported, as this
 * runs in the processes of others.
 */
@NullMarked
package dev.tailspan.publisher.export;

import org.jspecify.annotations.NullMarked;
