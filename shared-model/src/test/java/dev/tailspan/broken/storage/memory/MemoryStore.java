package dev.tailspan.broken.storage.memory;

public final class MemoryStore {}
