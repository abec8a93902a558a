/**
 * From bytes on the stream to OTLP and back: envelopes (aggregation, compression), detection of
 * formats, OTLP protobuf and OTLP/JSON. {@link dev.tailspan.wire.RecordDecoder} is the way in;
 * {@link dev.tailspan.wire.TracesDataWalker} validates protobuf in place without making span
 * objects; {@link dev.tailspan.wire.OtlpProto} makes them. Everything that reads foreign bytes is
 * bounded by {@link dev.tailspan.wire.Limits} and fails with {@link
 * dev.tailspan.wire.DecodeException} only. Of Tailspan this package imports {@code model} alone,
 * and no class generated from a .proto file.
 */
@NullMarked
package dev.tailspan.wire;

import org.jspecify.annotations.NullMarked;
