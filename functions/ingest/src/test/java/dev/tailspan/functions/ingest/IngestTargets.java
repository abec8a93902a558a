package dev.tailspan.functions.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.fuzz.FuzzTarget;
import dev.tailspan.fuzz.FuzzTargets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/** The event of Kinesis' mapping. */
public final class IngestTargets implements FuzzTargets {
  @Override
  public List<FuzzTarget> all() {
    return List.of(
        new FuzzTarget(
            "kinesis-event",
            List.of(
                KinesisEventsTest.EVENT.getBytes(UTF_8),
                "{\"Records\":[],\"other\":{\"a\":[1,null,\"b\"]}}".getBytes(UTF_8)),
            IngestTargets::event));
  }

  private static void event(byte[] input) {
    try {
      KinesisEvents.read(new ByteArrayInputStream(input));
    } catch (IOException e) {
      FuzzTarget.check(e.getMessage() != null, "no message");
    }
  }
}
