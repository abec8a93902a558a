package dev.tailspan.storage;

/**
 * What went through ingest. Deliveries are counted, so a batch that is delivered twice with moved
 * borders counts twice.
 *
 * @param records Kinesis records read
 * @param receivedBytes their bytes, as they lay on the stream
 * @param spans spans staged
 * @param rejectedSpans spans that are only in quarantine
 * @param quarantinedRecords records written to quarantine
 * @param movedRecords records whose arrival lay behind the watermark their shard had already, and
 *     that were staged as if they had arrived with it
 * @param blocks blocks staged
 * @param stagedBytes their compressed bytes
 * @param usage what the stores charged
 */
public record IngestCounts(
    long records,
    long receivedBytes,
    long spans,
    long rejectedSpans,
    long quarantinedRecords,
    long movedRecords,
    long blocks,
    long stagedBytes,
    Usage usage) {
  public static final IngestCounts NONE = new IngestCounts(0, 0, 0, 0, 0, 0, 0, 0, Usage.NONE);

  public IngestCounts plus(IngestCounts o) {
    return new IngestCounts(
        records + o.records,
        receivedBytes + o.receivedBytes,
        spans + o.spans,
        rejectedSpans + o.rejectedSpans,
        quarantinedRecords + o.quarantinedRecords,
        movedRecords + o.movedRecords,
        blocks + o.blocks,
        stagedBytes + o.stagedBytes,
        usage.plus(o.usage));
  }
}
