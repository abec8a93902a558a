package dev.tailspan.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A function in its execution environments: as many as may run at once; further callers wait. A
 * process that dies or is killed is replaced.
 */
public final class LocalFunction implements LambdaFunction, AutoCloseable {
  private final FunctionSpec spec;
  private final List<Environment> environments = new ArrayList<>();
  private final BlockingQueue<Environment> free;

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
      return environment.invoke(event);
    } finally {
      free.add(environment);
    }
  }

  /**
   * Kills one process, as a lost environment would go; what it was doing fails. For chaos tests.
   */
  public void killOne() {
    environments.get(0).kill();
  }

  @Override
  public void close() {
    environments.parallelStream().forEach(Environment::close);
  }
}
