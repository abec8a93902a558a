package dev.tailspan.broken.decide;

import dev.tailspan.broken.storage.memory.MemoryStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.function.LongSupplier;

public final class Decides {
  final MemoryStore store = new MemoryStore();
  final LongSupplier millis = System::currentTimeMillis;
  final Clock clock = Clock.systemUTC();
  final Instant instant = Instant.now();
  final String home = System.getenv("HOME");
  final UUID id = UUID.randomUUID();
  final Random random = new Random(1);
}
