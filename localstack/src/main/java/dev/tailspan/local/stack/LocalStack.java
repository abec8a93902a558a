package dev.tailspan.local.stack;

import dev.tailspan.block.Layout;
import dev.tailspan.local.http.HttpFront;
import dev.tailspan.local.kinesis.ShardReader;
import dev.tailspan.local.lambda.LocalFunction;
import dev.tailspan.local.mapping.Checkpoints;
import dev.tailspan.local.mapping.EventSourceMapping;
import dev.tailspan.local.mapping.FailureDestination;
import dev.tailspan.local.mapping.MappingSettings;
import dev.tailspan.local.schedule.Schedule;
import dev.tailspan.storage.UsageMeter;
import dev.tailspan.stores.AwsConnection;
import dev.tailspan.stores.client.SdkClients;
import dev.tailspan.stores.s3.S3Objects;
import dev.tailspan.stores.s3.S3Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * A running Tailspan: emulators and functions as child processes, and in this one the Kinesis
 * stand-in, the event source mapping, the schedule and the HTTP front.
 *
 * <p>{@link #close} ends everything. The child processes also end when this one is killed. What was
 * not done by then is done when a stack is started on the same data again.
 */
public final class LocalStack implements AutoCloseable {
  /** How its functions spread spans. */
  public static final Layout LAYOUT = new Layout(8, 1000);

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration FINALIZE_EVERY = Duration.ofSeconds(1);
  private static final int BATCH_RECORDS = 500;
  private static final Duration WINDOW = Duration.ofMillis(300);
  // Some minutes: a function that is killed or an emulator that is slow must not cost a record.
  private static final int RETRIES = 100;

  private final StackSettings settings;
  private final Closing closing;
  private final Emulators emulators;
  private final Functions functions;
  private final EventSourceMapping mapping;
  private final Schedule schedule;
  private final HttpFront otlp;
  private final HttpFront query;

  private LocalStack(StackSettings settings, Progress progress, Closing closing)
      throws InterruptedException {
    this.settings = settings;
    this.closing = closing;
    closing.add(DataLock.take(settings.data()));
    Ports.requireFree(settings.otlpPort(), "OTLP receiver", "--otlp-port");
    Ports.requireFree(settings.queryPort(), "query API", "--http-port");
    emulators = closing.add(Emulators.start(settings, progress));
    functions =
        closing.add(
            Functions.start(settings, FunctionEnvironment.of(settings, emulators.connection())));
    emulators.awaitReady();
    functions.awaitReady(progress);
    mapping = closing.add(mapping());
    query = front(settings.queryPort(), "query", FunctionName.QUERY);
    otlp = front(settings.otlpPort(), "otlp", FunctionName.COLLECT);
    schedule =
        closing.add(
            new Schedule("finalize", FINALIZE_EVERY, functions.get(FunctionName.FINALIZE), CLOCK));
    mapping.start();
    schedule.start();
    progress.ready("OTLP/HTTP", otlp.uri().toString());
    progress.ready("query API", query.uri().toString());
  }

  /**
   * Starts everything and returns when it is ready for traffic.
   *
   * @throws StackException when that does not work; nothing is left running then
   */
  public static LocalStack start(StackSettings settings, Progress progress)
      throws InterruptedException {
    Closing closing = new Closing();
    boolean complete = false;
    try {
      LocalStack stack = new LocalStack(settings, progress, closing);
      complete = true;
      return stack;
    } catch (IllegalStateException | java.io.UncheckedIOException e) {
      throw StackException.of(e);
    } finally {
      if (!complete) {
        closing.close();
      }
    }
  }

  public Endpoints endpoints() {
    return new Endpoints(
        otlp.uri(),
        query.uri(),
        emulators.kinesis().endpoint(),
        emulators.dynamoDb(),
        emulators.s3());
  }

  /** The AWS endpoints, with credentials that do. */
  public AwsConnection connection() {
    return emulators.connection();
  }

  /** A client of its Kinesis, which the caller closes. */
  public KinesisClient kinesisClient() {
    return SdkClients.configure(
            KinesisClient.builder(),
            connection(),
            endpoints().kinesis(),
            SdkClients.Bounds.REQUESTS)
        .build();
  }

  /** The stream that is read. */
  public String stream() {
    return Emulators.STREAM;
  }

  /** Where the policy file lies, as {@code bucket/key}. */
  public String policyObject() {
    return Emulators.POLICY + "/" + S3Stores.POLICIES + "current.yaml";
  }

  public Path logs() {
    return logs(settings.data());
  }

  static Path logs(Path data) {
    return data.resolve("logs");
  }

  /** Where the archive's objects lie as files, by their keys. */
  public static Path archive(Path data) {
    return Emulators.objects(data).resolve(Emulators.ARCHIVE);
  }

  /** Where the archive's objects lie. */
  public String archiveBucket() {
    return Emulators.ARCHIVE;
  }

  /** Where records lie that could not be decoded, and those that were given up. */
  public String quarantineBucket() {
    return Emulators.QUARANTINE;
  }

  /** What can be done to it. */
  public StackFaults faults() {
    return new StackFaults(emulators, functions);
  }

  /** How it is. */
  public Vitals vitals() {
    Map<String, ProcessHandle> processes = new LinkedHashMap<>();
    processes.put("launcher", ProcessHandle.current());
    for (FunctionName name : FunctionName.values()) {
      processes.put(name.word(), functions.get(name).processes().get(0));
    }
    processes.put("dynamodb", emulators.dynamoDbProcess().handle());
    processes.put("s3", emulators.s3Process().handle());
    return new Vitals(
        functions.get(FunctionName.INGEST).succeeded()
            + functions.get(FunctionName.FINALIZE).succeeded(),
        mapping.counts().failures() + schedule.failures(),
        mapping.counts().givenUp(),
        mapping.iteratorAge(),
        processes);
  }

  /** How often a bucket is decided. */
  public Duration step() {
    return settings.step();
  }

  /** The records of the stream, read beside the functions. */
  public ShardReader records() {
    return emulators.kinesis().reader(Emulators.STREAM);
  }

  /** Whether ingest is done with every record that is on the stream now. */
  public boolean caughtUp() {
    return mapping.caughtUp();
  }

  /**
   * Runs finalize once more, now.
   *
   * @return its answer, JSON
   * @throws RuntimeException when it fails
   */
  public byte[] runFinalize() throws InterruptedException {
    return schedule.runNow();
  }

  /** Makes the stack known to other processes, as long as this one lives. */
  public void announce(Path home) {
    ProcessHandle self = ProcessHandle.current();
    new StackState(self.pid(), StackState.startOf(self), endpoints(), settings.data()).write(home);
    closing.add(() -> StackState.remove(home, self.pid()));
  }

  private HttpFront front(int port, String name, FunctionName function) {
    return closing.add(HttpFront.start(port, name, functions.get(function), CLOCK));
  }

  private EventSourceMapping mapping() {
    LocalFunction ingest = functions.get(FunctionName.INGEST);
    S3Objects quarantine =
        closing.add(S3Objects.connect(connection(), Emulators.QUARANTINE, new UsageMeter()));
    FailureDestination givenUp = (key, json) -> quarantine.put(S3Stores.QUARANTINE + key, json);
    return new EventSourceMapping(
        MappingSettings.defaults(ingest.spec().arn())
            .withBatchSize(BATCH_RECORDS)
            .withBatchingWindow(WINDOW)
            .withRetries(true, RETRIES, null)
            .withPace(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(2)),
        emulators.kinesis().reader(Emulators.STREAM),
        Checkpoints.in(settings.data().resolve("mapping.json")),
        ingest,
        givenUp,
        CLOCK);
  }

  @Override
  public void close() {
    closing.close();
  }
}
