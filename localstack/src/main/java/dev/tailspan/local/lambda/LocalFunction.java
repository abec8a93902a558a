package dev.tailspan.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * A function in its execution environments: as many as may run at once; further callers wait. A
 * process that dies or is killed is replaced.
 */
public final class LocalFunction implements LambdaFunction, AutoCloseable {
  private final FunctionSpec spec;
  private final List<Environment> environments = new ArrayList<>();
  private final BlockingQueue<Environment> free;
  private final LongAdder succeeded = new LongAdder();

  private LocalFunction(FunctionSpec spec, FunctionCode code) {
    this.spec = spec;
    this.free = new ArrayBlockingQueue<>(spec.environments());
    for (int i = 0; i < spec.environments(); i++) {
      Environment environment = new Environment(spec, code, i);
      environments.add(environment);
      free.add(environment);
    }
  }

  /**
   * Unpacks the code and starts the processes, without waiting for them to initialise: the first
   * invocation does.
   *
   * @throws UncheckedIOException naming the function when its code cannot be read or started
   */
  public static LocalFunction start(FunctionSpec spec) {
    try {
      return new LocalFunction(spec, FunctionCode.unpack(spec));
    } catch (IOException e) {
      throw new UncheckedIOException("The code of " + spec.name() + " cannot be unpacked", e);
    }
  }

  public FunctionSpec spec() {
    return spec;
  }

  /** The process of each environment, as of now. */
  public List<ProcessHandle> processes() {
    return environments.stream().map(Environment::handle).toList();
  }

  /** Whether every environment has initialised and lives. */
  public boolean ready() {
    return environments.stream().allMatch(Environment::ready);
  }

  /**
   * Whether an environment ended before it had initialised: {@link FunctionSpec#logFile} says why.
   */
  public boolean failedToStart() {
    return environments.stream().anyMatch(Environment::failedToStart);
  }

  @Override
  public byte[] invoke(byte[] event) throws InterruptedException {
    if (event.length > RuntimeApi.PAYLOAD_LIMIT) {
      throw new FunctionError(
          FunctionError.TOO_LARGE,
          "Event of %d bytes is over Lambda's limit of %d"
              .formatted(event.length, RuntimeApi.PAYLOAD_LIMIT));
    }
    Environment environment = free.take();
    try {
      byte[] answer = environment.invoke(event);
      succeeded.increment();
      return answer;
    } finally {
      free.add(environment);
    }
  }

  /**
   * Kills one process (SIGKILL), as a lost environment would go; what it was doing fails.
   *
   * @return what it was at; empty when there was no living process to kill
   */
  public Optional<Phase> killOne() {
    return environments.get(0).kill();
  }

  /** What the process that {@link #killOne} kills is at; empty while there is none. */
  public Optional<Phase> phase() {
    return environments.get(0).phase();
  }

  /** Invocations that were answered with success. */
  public long succeeded() {
    return succeeded.sum();
  }

  @Override
  public void close() {
    environments.parallelStream().forEach(Environment::close);
  }
}
