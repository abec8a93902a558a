package dev.tailspan.storage;

import dev.tailspan.model.TraceId;

/**
 * Somebody wants a trace kept, whatever the policies say.
 *
 * @param askedSlice the slice it was asked in: once that one is complete, all that was there then
 *     is
 * @param revision of its bucket's cursor when the request was written, -1 where there was none: a
 *     run that starts from a later one sees it, and no other can come to that revision any more
 * @param by who asks
 * @param reason why, or empty
 */
public record KeepRequest(
    TraceId traceId, long askedSlice, long revision, String by, String reason) {}
