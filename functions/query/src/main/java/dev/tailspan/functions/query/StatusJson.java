package dev.tailspan.functions.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tailspan.lookup.Prices;
import dev.tailspan.lookup.SystemStatus;
import dev.tailspan.storage.CurrentPolicy;
import dev.tailspan.storage.DecisionCounts;
import dev.tailspan.storage.IngestCounts;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.storage.ShardState;
import dev.tailspan.storage.Usage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The status in our own JSON. */
final class StatusJson {
  private final String stream;
  private final Prices prices;
  private final PolicyVersions policies;

  StatusJson(String stream, Prices prices, PolicyVersions policies) {
    this.stream = stream;
    this.prices = prices;
    this.policies = policies;
  }

  void write(JsonGenerator out, SystemStatus status, long nowMillis) throws IOException {
    out.writeStartObject();
    out.writeStringField("stream", stream);
    shards(out, status, nowMillis);
    ingest(out, status.ingest());
    decisions(out, status.decisions());
    out.writeObjectFieldStart("usage");
    usage(out, "ingest", status.ingest().usage());
    usage(out, "finalize", status.decisions().usage());
    out.writeEndObject();
    cost(out, status);
    policy(out, status);
    out.writeEndObject();
  }

  private static void shards(JsonGenerator out, SystemStatus status, long nowMillis)
      throws IOException {
    long low = Long.MAX_VALUE;
    out.writeArrayFieldStart("shards");
    for (ShardState shard : status.shards()) {
      long upTo = shard.watermark().stagedUpToMillis();
      if (!shard.watermark().finished()) {
        low = Math.min(low, upTo);
      }
      out.writeStartObject();
      out.writeStringField("shardId", shard.watermark().shardId());
      out.writeStringField("sequenceNumber", shard.watermark().sequenceNumber());
      out.writeStringField("stagedUpTo", Instant.ofEpochMilli(upTo).toString());
      out.writeNumberField("lagMillis", Math.max(0, nowMillis - upTo));
      out.writeBooleanField("finished", shard.watermark().finished());
      out.writeNumberField("records", shard.counts().records());
      out.writeNumberField("spans", shard.counts().spans());
      out.writeNumberField("quarantinedRecords", shard.counts().quarantinedRecords());
      out.writeNumberField("movedRecords", shard.counts().movedRecords());
      out.writeEndObject();
    }
    out.writeEndArray();
    if (low != Long.MAX_VALUE) {
      out.writeStringField("lowWatermark", Instant.ofEpochMilli(low).toString());
    }
  }

  private static void ingest(JsonGenerator out, IngestCounts counts) throws IOException {
    out.writeObjectFieldStart("ingest");
    out.writeNumberField("records", counts.records());
    out.writeNumberField("receivedBytes", counts.receivedBytes());
    out.writeNumberField("spansReceived", counts.spans() + counts.rejectedSpans());
    out.writeNumberField("spans", counts.spans());
    out.writeNumberField("rejectedSpans", counts.rejectedSpans());
    out.writeNumberField("quarantinedRecords", counts.quarantinedRecords());
    out.writeNumberField("movedRecords", counts.movedRecords());
    out.writeNumberField("blocks", counts.blocks());
    out.writeNumberField("stagedBytes", counts.stagedBytes());
    out.writeEndObject();
  }

  private static void decisions(JsonGenerator out, DecisionCounts counts) throws IOException {
    out.writeObjectFieldStart("decisions");
    out.writeNumberField("traces", counts.traces());
    out.writeNumberField("spans", counts.spans());
    out.writeNumberField("kept", counts.kept());
    out.writeNumberField("keptSpans", counts.keptSpans());
    byPolicy(out, "keptByPolicy", counts.keptByPolicy());
    out.writeNumberField("dropped", counts.dropped());
    byPolicy(out, "droppedByPolicy", counts.droppedByPolicy());
    out.writeNumberField("revived", counts.revived());
    out.writeNumberField("lateParts", counts.lateParts());
    out.writeNumberField("duplicateSpans", counts.duplicateSpans());
    out.writeNumberField("truncatedTraces", counts.truncatedTraces());
    out.writeNumberField("expiredSteps", counts.expiredSteps());
    out.writeEndObject();
  }

  private static void byPolicy(JsonGenerator out, String name, Map<String, Long> counts)
      throws IOException {
    out.writeObjectFieldStart(name);
    for (Map.Entry<String, Long> policy : counts.entrySet()) {
      out.writeNumberField(policy.getKey(), policy.getValue());
    }
    out.writeEndObject();
  }

  private static void usage(JsonGenerator out, String name, Usage usage) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeNumberField("writeUnits", usage.writeUnits());
    out.writeNumberField("readUnits", usage.readUnits());
    out.writeNumberField("puts", usage.puts());
    out.writeNumberField("gets", usage.gets());
    out.writeNumberField("putBytes", usage.putBytes());
    out.writeNumberField("getBytes", usage.getBytes());
    out.writeEndObject();
  }

  private void cost(JsonGenerator out, SystemStatus status) throws IOException {
    Map<String, Double> parts = status.dollarsPerMillionSpans(prices);
    out.writeObjectFieldStart("cost");
    out.writeStringField("pricesAsOf", prices.asOf());
    out.writeNumberField(
        "dollarsPerMillionSpans", parts.values().stream().mapToDouble(d -> d).sum());
    out.writeObjectFieldStart("parts");
    for (Map.Entry<String, Double> part : parts.entrySet()) {
      out.writeNumberField(part.getKey(), part.getValue());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  /** A file that is refused leaves in force what buckets have pinned. */
  private void policy(JsonGenerator out, SystemStatus status) throws IOException {
    CurrentPolicy current = policies.current();
    out.writeObjectFieldStart("policy");
    out.writeStringField("version", String.join(", ", status.bucketsByPolicy().keySet()));
    out.writeArrayFieldStart("pinned");
    for (Map.Entry<String, List<Integer>> pinned : status.bucketsByPolicy().entrySet()) {
      out.writeStartObject();
      PolicyJson.pinned(out, pinned.getKey(), pinned.getValue(), current);
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeObjectFieldStart("current");
    PolicyJson.current(out, current);
    out.writeEndObject();
    out.writeEndObject();
  }
}
