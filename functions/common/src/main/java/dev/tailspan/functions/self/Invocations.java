package dev.tailspan.functions.self;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tailspan.functions.common.FunctionMetrics;
import dev.tailspan.model.SpanId;
import dev.tailspan.model.TraceId;
import dev.tailspan.stores.CallObserver;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs the invocations of a function, one at a time, and lets each say of itself what there is to
 * say. Trace ids are X-Ray's where Lambda tells one, else random; they stand in the log whether the
 * invocation is traced or not.
 */
public final class Invocations {
  /** With the function's name it is the {@code service.name} of what it says of itself. */
  public static final String SERVICE_PREFIX = "tailspan-";

  /** The variable with the share of invocations that are traced; unset or 0 for none. */
  public static final String SELF_TRACING = "TAILSPAN_SELF_TRACING";

  private final String function;
  private final OwnTraces own;
  private final RandomGenerator random;
  private final LongSupplier nowMillis;
  private final LongSupplier nanoTime;
  private final Supplier<String> xrayHeader;
  private final Optional<String> measuredStream;
  private volatile @Nullable Running running;

  private record Running(Invocation invocation, SpanRecorder calls) {}

  /**
   * @param measuredStream empty logs no metrics
   */
  Invocations(
      String function,
      OwnTraces own,
      Optional<String> measuredStream,
      RandomGenerator random,
      LongSupplier nowMillis,
      LongSupplier nanoTime,
      Supplier<String> xrayHeader) {
    this.function = function;
    this.own = own;
    this.measuredStream = measuredStream;
    this.random = random;
    this.nowMillis = nowMillis;
    this.nanoTime = nanoTime;
    this.xrayHeader = xrayHeader;
  }

  /**
   * As Lambda runs it: from the environment, and with what libraries log in lines like our own.
   *
   * @param function what it is called in its module
   * @throws IllegalArgumentException naming the variable that is wrong
   */
  public static Invocations ofLambda(String function, Map<String, String> environment) {
    String stream = environment.getOrDefault("TAILSPAN_STREAM", "");
    boolean measured = "true".equals(environment.get("TAILSPAN_METRICS"));
    Invocations made =
        of(
            function,
            OwnTraces.from(environment),
            measured ? Optional.of(stream) : Optional.empty());
    new LibraryLog(
            made::invocation,
            Map.of(
                Invocation.NAME,
                environment.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", function),
                Invocation.VERSION,
                environment.getOrDefault("AWS_LAMBDA_FUNCTION_VERSION", "")))
        .install();
    return made;
  }

  /** Without traces. */
  public static Invocations untraced(String function) {
    return of(function, OwnTraces.OFF, Optional.empty());
  }

  private static Invocations of(String function, OwnTraces own, Optional<String> measuredStream) {
    return new Invocations(
        function,
        own,
        measuredStream,
        new SecureRandom(), // seeded anew after a SnapStart restore
        System::currentTimeMillis,
        System::nanoTime,
        Invocations::xrayHeader);
  }

  /** Lambda's runtime client for Java sets the property for each invocation. */
  private static String xrayHeader() {
    String header = System.getProperty("com.amazonaws.xray.traceHeader");
    return header == null ? "" : header;
  }

  /** To be told of the function's calls to AWS. */
  public CallObserver calls() {
    return own.off() ? CallObserver.NONE : this::began;
  }

  private CallObserver.Call began(String service, String operation) {
    Running now = running;
    return now == null ? error -> {} : now.calls().began(service, operation);
  }

  private @Nullable Invocation invocation() {
    Running now = running;
    return now == null ? null : now.invocation();
  }

  /** What an invocation does. */
  @FunctionalInterface
  public interface Body {
    void run(Invocation invocation) throws IOException;
  }

  /** Runs it. What it throws is logged and passed on; what goes wrong here is logged only. */
  public void run(Context context, Body body) throws IOException {
    Invocation invocation = begin(context);
    try {
      body.run(invocation);
    } catch (IOException | RuntimeException | Error e) {
      invocation.failed(e.getClass().getSimpleName());
      invocation.error("the invocation failed", e);
      throw e;
    } finally {
      running = null;
      end(invocation);
    }
  }

  private Invocation begin(Context context) {
    long offset = nowMillis.getAsLong() * 1_000_000 - nanoTime.getAsLong();
    LongSupplier epochNanos = () -> offset + nanoTime.getAsLong();
    SpanRecorder recorder = new SpanRecorder(epochNanos, this::newSpanId);
    TraceId traceId = TraceHeaders.xray(xrayHeader.get()).orElseGet(this::newTraceId);
    Invocation invocation =
        new Invocation(function, context, own, traceId, newSpanId(), epochNanos, recorder);
    running = new Running(invocation, recorder);
    return invocation;
  }

  private void end(Invocation invocation) {
    Optional<String> lost = invocation.end();
    if (lost.isPresent()) {
      invocation.warn("a trace of our own was not published: " + lost.get());
      measuredStream.ifPresent(
          stream ->
              invocation.metrics(
                  new FunctionMetrics(function, stream, nowMillis.getAsLong())
                      .count(FunctionMetrics.OWN_TRACES_LOST, 1)));
    }
  }

  private TraceId newTraceId() {
    return new TraceId(random.nextLong() | 1, random.nextLong()); // never all zeros
  }

  private SpanId newSpanId() {
    return new SpanId(random.nextLong() | 1);
  }
}
