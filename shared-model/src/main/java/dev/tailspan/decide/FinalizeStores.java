package dev.tailspan.decide;

import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.IndexStore;
import dev.tailspan.storage.StagingStore;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.WatermarkStore;

/**
 * What finalization reads and writes.
 *
 * @param meter what the stores add their usage to; drained into each commit
 */
public record FinalizeStores(
    StagingStore staging,
    WatermarkStore watermarks,
    DecisionStore decisions,
    StatsStore stats,
    IndexStore index,
    ArchiveStore archive,
    UsageMeter meter) {}
