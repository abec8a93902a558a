package dev.tailspan.stores.dynamodb;

import static dev.tailspan.storage.contract.StoredValues.part;
import static dev.tailspan.storage.contract.StoredValues.segment;
import static dev.tailspan.storage.contract.StoredValues.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.TracePart;
import dev.tailspan.storage.Usage;
import dev.tailspan.storage.contract.TestClock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbIndexStoreTest {
  private static final long EXPIRY = 4_000_003_600L;

  private final TestClock clock = new TestClock();

  @Test
  void aUsualTracePartIsOneWriteUnitAndSaysWhyItWasKept() {
    LocalStores local = new LocalStores(clock);
    local.stores.index().put(List.of(part(traceId(1), 29_399_045)), EXPIRY);
    assertThat(local.usage().writeUnits()).isEqualTo(1);

    var item = local.onlyItem(local.tables.index());
    assertThat(item.get("pk").s()).isEqualTo("trace#" + traceId(1).hex());
    assertThat(item.get("policy").s()).isEqualTo("slow-checkouts");
    assertThat(item.get("adjustedCount")).isEqualTo(AttributeValue.fromN("1.25"));
    assertThat(item.get("expiresAt")).isEqualTo(AttributeValue.fromN("4000003600"));
  }

  @Test
  void aTraceIsFoundWithOneReadUnit() {
    LocalStores local = new LocalStores(clock);
    local.stores.index().put(List.of(part(traceId(1), 9), part(traceId(1), 10)), EXPIRY);
    local.usage();

    assertThat(local.stores.index().find(traceId(1))).hasSize(2);
    assertThat(local.usage().readUnits()).isEqualTo(1);
  }

  @Test
  void aSegmentTakesFewBytesATrace() {
    assertThat(TraceCodec.encode(segment(7, 0, 1, 200)).length / 200).isLessThan(40);
  }

  @Test
  void theServicesOfASegmentCostNoWriteUnitMore() {
    LocalStores local = new LocalStores(clock);
    local.stores.index().putSegment(segment(7, 0, 1, 50), EXPIRY);
    var item = local.onlyItem(local.tables.index());
    assertThat(item.get("services").s()).isEqualTo("\ncart\nfrontend\ninventory\npayment\n");
    int bytes =
        item.values().stream()
            .mapToInt(v -> v.b() != null ? v.b().asByteArray().length : String.valueOf(v).length())
            .sum();
    assertThat(local.usage().writeUnits()).isLessThanOrEqualTo((bytes + 1023) / 1024);
  }

  @Test
  void aSearchReadsTheNewestSegmentsOnlyAndOfThoseOfOtherServicesNoObject() {
    LocalStores local = new LocalStores(clock);
    for (int step = 0; step < 40; step++) {
      local.stores.index().putSegment(segment(7, 0, step, 1000), EXPIRY);
    }
    local.usage();

    assertThat(local.stores.index().segments(7, 39, Optional.empty(), 4).segments()).hasSize(4);
    Usage few = local.usage();
    assertThat(local.stores.index().segments(7)).hasSize(40);
    Usage all = local.usage();
    assertThat(local.stores.index().segments(7, 39, Optional.of("nobody"), 100).segments())
        .isEmpty();

    assertThat(few.gets()).isEqualTo(4);
    assertThat(all.gets()).isEqualTo(40);
    assertThat(few.readUnits()).isLessThan(all.readUnits());
    assertThat(local.usage().gets()).isZero();
  }

  @Test
  void throttledPartsAreWrittenInTheEnd() {
    Random random = new Random(3);
    LocalStores local = new LocalStores(clock, new Throttling(item -> random.nextDouble() < 0.3));
    List<TracePart> parts = LongStream.range(0, 60).mapToObj(n -> part(traceId(n), 9)).toList();

    local.stores.index().put(parts, EXPIRY);

    parts.forEach(
        part -> assertThat(local.stores.index().find(part.traceId())).containsExactly(part));
  }

  @Test
  void partsThatCannotBeWrittenAreAnErrorThatCountsThem() {
    LocalStores local =
        new LocalStores(clock, new Throttling(item -> item.get("sk").s().endsWith("8")));

    assertThatThrownBy(
            () ->
                local.stores.index().put(List.of(part(traceId(1), 8), part(traceId(1), 9)), EXPIRY))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("1 of 2");
  }
}
