package dev.tailspan.stores.dynamodb;

import static dev.tailspan.storage.contract.StoredValues.SHARD;
import static dev.tailspan.storage.contract.StoredValues.block;
import static dev.tailspan.storage.contract.StoredValues.cursor;
import static dev.tailspan.storage.contract.StoredValues.decided;
import static dev.tailspan.storage.contract.StoredValues.part;
import static dev.tailspan.storage.contract.StoredValues.segment;
import static dev.tailspan.storage.contract.StoredValues.traceId;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tailspan.fuzz.FuzzTarget;
import dev.tailspan.fuzz.FuzzTargets;
import dev.tailspan.model.TraceId;
import dev.tailspan.storage.CatalogSegment;
import dev.tailspan.storage.CatalogUpdate;
import dev.tailspan.storage.DecidedFilter;
import dev.tailspan.storage.DecisionStore;
import dev.tailspan.storage.KeepRequest;
import dev.tailspan.storage.StatsStore;
import dev.tailspan.storage.StorageException;
import dev.tailspan.storage.UnstagedBlocksException;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.storage.WatermarkStore;
import dev.tailspan.stores.Backoff;
import dev.tailspan.stores.s3.S3Objects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Items as somebody may have left them in the tables, and their packed contents. Whatever is wrong
 * is a {@link StorageException} that names the item.
 */
public final class ItemTargets implements FuzzTargets {
  private static final long NOW = 4_000_000_000_000L;
  private static final long EXPIRY = 4_000_003_600L;

  private final OneItemClient client = new OneItemClient();
  private final DynamoDbStores stores =
      DynamoDbStores.over(
          client,
          Tables.withPrefix("t"),
          S3Objects.over(new NoObjects(), "large", new UsageMeter()),
          () -> NOW,
          new Backoff(new Random(1), pause -> {}, () -> 0, Backoff.Bounds.DEFAULT),
          new UsageMeter());

  @Override
  public List<FuzzTarget> all() {
    return List.of(
        new FuzzTarget("item", items(), this::item),
        new FuzzTarget("packed", packed(), ItemTargets::packed));
  }

  /** No object is there. */
  private static final class NoObjects implements S3Client {
    @Override
    public ResponseBytes<GetObjectResponse> getObjectAsBytes(GetObjectRequest request) {
      throw NoSuchKeyException.builder().message("no such key").statusCode(404).build();
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }

  /** Reads the item by each way in which a store reads one. */
  private void item(byte[] input) {
    Optional<Map<String, AttributeValue>> item = Items.parse(new String(input, UTF_8));
    if (item.isEmpty()) {
      return;
    }
    DecisionStore decisions = stores.decisions();
    WatermarkStore watermarks = stores.watermarks(Duration.ofDays(1));
    TraceId id = traceId(1);
    List<Runnable> reads =
        List.of(
            () -> decisions.cursor(1),
            () -> decisions.cursors(1),
            () -> decisions.memory(1, 1),
            () -> decisions.mayHaveDecided(1, id),
            () -> decisions.keepRequests(1, 0, 9),
            () -> decisions.decided(1, 0, 9),
            () -> stores.staging().contents(stores.staging().list(1, 1)),
            () -> watermarks.find(SHARD),
            watermarks::all,
            () -> stores.stats().get(new StatsStore.Key(1, 1, 1)),
            () -> stores.stats().newest(1),
            () -> stores.index().find(id),
            () -> stores.index().segments(1, 9, Optional.empty(), 9));
    for (Runnable read : reads) {
      client.holds(item.get());
      try {
        read.run();
      } catch (StorageException e) {
        String message = String.valueOf(e.getMessage());
        FuzzTarget.check(
            message.contains(item.get().get("pk").s()) || message.contains("S3 object"), message);
      }
    }
  }

  private List<byte[]> items() {
    try {
      write();
    } catch (UnstagedBlocksException e) {
      throw new IllegalStateException(e);
    }
    List<byte[]> texts = new ArrayList<>();
    client.put.forEach(item -> texts.add(Items.text(item).getBytes(UTF_8)));
    texts.add(
        ("pk=S:watermarks#1\nsk=S:"
                + SHARD
                + "\nv=N:1\nsequenceNumber=S:0049\nstagedUpTo=N:5\n"
                + "firstArrival=N:4\nrecords=N:3\nwriteUnits=N:1.5\nexpiresAt=N:"
                + EXPIRY)
            .getBytes(UTF_8));
    texts.add("pk=S:trace#1\nsk=S:0009\nref=S:index/trace/1\nlength=N:9000".getBytes(UTF_8));
    return texts;
  }

  private void write() throws UnstagedBlocksException {
    DecisionStore decisions = stores.decisions();
    decisions.commit(cursor(1, 0));
    decisions.putDecided(decided(1, 5, 6, 3), EXPIRY);
    decisions.putMemory(1, 1, new byte[9], EXPIRY);
    decisions.putFilter(1, 1, DecidedFilter.over(List.of(decided(1, 5, 6, 3))), EXPIRY);
    decisions.requestKeep(1, new KeepRequest(traceId(1), 7, 3, "somebody", "odd"), EXPIRY);
    stores.staging().put(List.of(block(1, 1, SHARD, 1, 60)), EXPIRY);
    stores.stats().put(new StatsStore.Key(1, 1, 1), new byte[50], EXPIRY);
    stores.index().put(List.of(part(traceId(1), 9)), EXPIRY);
    CatalogSegment segment = segment(1, 1, 9, 2);
    stores.index().putSegment(segment, EXPIRY);
    stores.index().putUpdates(List.of(update(segment)), EXPIRY);
  }

  private static CatalogUpdate update(CatalogSegment segment) {
    return new CatalogUpdate(1, 1, 9, 12, segment.entries().get(0));
  }

  private static void packed(byte[] input) {
    List<Runnable> decoders =
        List.of(
            () -> sameAgain(input),
            () -> TraceCodec.decodeSegment(1, 1, 9, input),
            () -> TraceCodec.decodeUpdate(1, 1, 9, 12, input),
            () -> DecidedSetCodec.decode(input));
    for (Runnable decoder : decoders) {
      try {
        decoder.run();
      } catch (StorageException e) {
        FuzzTarget.check(e.getMessage() != null, "no message");
      }
    }
  }

  /** What is read is the same when it is written and read again. */
  private static void sameAgain(byte[] input) {
    var part = TraceCodec.decodePart(traceId(1), 9, input);
    FuzzTarget.check(
        TraceCodec.decodePart(traceId(1), 9, TraceCodec.encode(part)).equals(part),
        "a part is another when written and read");
  }

  private static List<byte[]> packed() {
    CatalogSegment segment = segment(1, 1, 9, 3);
    return List.of(
        TraceCodec.encode(part(traceId(1), 9)),
        TraceCodec.encode(segment),
        TraceCodec.encode(update(segment)),
        DecidedSetCodec.encode(decided(1, 5, 6, 3)),
        plain(TraceCodec.encode(part(traceId(1), 9))));
  }

  /** The same without zstd, whose frames hide what is in them from small changes. */
  private static byte[] plain(byte[] packed) {
    byte[] bytes = Compact.unpack(packed);
    byte[] plain = new byte[bytes.length + 1];
    plain[0] = 1;
    System.arraycopy(bytes, 0, plain, 1, bytes.length);
    return plain;
  }

  /**
   * Items as lines: {@code name=TYPE:value}, bytes in hex, of a map {@code map.name=TYPE:value}.
   */
  private static final class Items {
    private Items() {}

    static String text(Map<String, AttributeValue> item) {
      StringBuilder lines = new StringBuilder();
      item.forEach((name, value) -> lines(lines, name, value));
      return lines.toString();
    }

    private static void lines(StringBuilder lines, String name, AttributeValue value) {
      switch (value.type()) {
        case S -> lines.append(name).append("=S:").append(value.s()).append('\n');
        case N -> lines.append(name).append("=N:").append(value.n()).append('\n');
        case B ->
            lines
                .append(name)
                .append("=B:")
                .append(HexFormat.of().formatHex(value.b().asByteArray()))
                .append('\n');
        case M -> value.m().forEach((key, entry) -> lines(lines, name + "." + key, entry));
        default -> throw new IllegalStateException(name + " is a " + value.type());
      }
    }

    /** Empty when it is no item that DynamoDB could hold. */
    static Optional<Map<String, AttributeValue>> parse(String text) {
      Map<String, AttributeValue> item = new LinkedHashMap<>();
      for (String line : text.split("\n", -1)) {
        int at = line.indexOf('=');
        if (at < 0 || line.length() < at + 3 || line.charAt(at + 2) != ':') {
          continue;
        }
        Optional<AttributeValue> value = value(line.charAt(at + 1), line.substring(at + 3));
        if (value.isEmpty()) {
          return Optional.empty();
        }
        put(item, line.substring(0, at), value.get());
      }
      // Every item has its keys, and they are texts.
      item.put("pk", text(item.get("pk")));
      item.put("sk", text(item.get("sk")));
      return Optional.of(item);
    }

    private static AttributeValue text(AttributeValue value) {
      return value == null || value.s() == null ? AttributeValue.fromS("x") : value;
    }

    private static Optional<AttributeValue> value(char type, String text) {
      try {
        return switch (type) {
          case 'S' -> Optional.of(AttributeValue.fromS(text));
          case 'N' -> Optional.of(AttributeValue.fromN(number(text)));
          case 'B' ->
              Optional.of(
                  AttributeValue.fromB(SdkBytes.fromByteArray(HexFormat.of().parseHex(text))));
          default -> Optional.empty();
        };
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    /** DynamoDB takes numbers only, of 38 digits and magnitudes up to 1E125. */
    private static String number(String text) {
      double value = Double.parseDouble(text);
      if (!(Math.abs(value) < 1e125) || text.length() > 45 || !text.matches("[-+0-9.eE]+")) {
        throw new IllegalArgumentException(text);
      }
      return text;
    }

    private static void put(Map<String, AttributeValue> into, String name, AttributeValue value) {
      int dot = name.indexOf('.');
      if (dot < 0) {
        into.put(name, value);
        return;
      }
      AttributeValue before = into.get(name.substring(0, dot));
      Map<String, AttributeValue> map = new LinkedHashMap<>();
      if (before != null && before.hasM()) {
        map.putAll(before.m());
      }
      put(map, name.substring(dot + 1), value);
      into.put(name.substring(0, dot), AttributeValue.fromM(map));
    }
  }
}
