/**
 * Kinesis: what finalization asks the stream ({@code KinesisSpanStream}) and how collected spans
 * get on it ({@link dev.tailspan.stores.kinesis.KinesisRecordSink}). Public signatures name no SDK
 * type. May not import the other adapter packages, {@code stores.client} excepted.
 */
@NullMarked
package dev.tailspan.stores.kinesis;

import org.jspecify.annotations.NullMarked;
