package dev.tailspan.simulation;

import dev.tailspan.simulation.cloud.Network;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** The network of a scenario: every request takes time and may meet a fault, until they end. */
final class Weather implements Network {
  private static final double RARE = 0.01;
  private static final double OFTEN = 0.1;
  private static final long MAX_LATE_MILLIS = 60_000;
  private static final String COMMITS = "PutItem";

  private final Scenario scenario;
  private final World world;
  private final Tally tally;
  private final Dice dice;
  private final ThreadLocal<Invocation> invocations = new ThreadLocal<>();
  private final Map<Service, Long> outages = new EnumMap<>(Service.class);
  private Runnable afterPutItem = () -> {};
  private boolean over;

  Weather(Scenario scenario, World world, Tally tally) {
    this.scenario = scenario;
    this.world = world;
    this.tally = tally;
    this.dice = new Dice(scenario.seed(), "network");
  }

  /** To look at what was written: cursors are committed by no other operation. */
  void afterPutItem(Runnable look) {
    afterPutItem = look;
  }

  /** No fault happens any more. */
  void clearUp() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  /** Whether a fault of this kind happens now. */
  boolean happens(FaultKind kind, double probability) {
    boolean happens = !over && scenario.has(kind) && dice.chance(probability);
    if (happens) {
      tally.happened(kind);
    }
    return happens;
  }

  void outage(Service service, long untilMillis) {
    tally.happened(FaultKind.OUTAGE);
    outages.put(service, untilMillis);
  }

  /** This thread's requests are an invocation's until {@link #leave}. */
  void enter(Invocation invocation) {
    invocations.set(invocation);
  }

  void leave() {
    invocations.remove();
  }

  @Override
  public int taken(int items) {
    return happens(FaultKind.UNPROCESSED_ITEMS, 0.3) ? dice.between(0, items - 1) : items;
  }

  @Override
  public <T> T send(Service service, String operation, Supplier<T> asked) {
    Supplier<T> effect = operation.equals(COMMITS) ? lookedAt(asked) : asked;
    Invocation invocation = invocations.get();
    try {
      invocation.before();
      pass(invocation, dice.between(1, 8));
      if (happens(FaultKind.SLOW_ANSWER, RARE)) {
        pass(invocation, dice.between(500, 30_000));
      }
    } catch (Killed e) {
      if (happens(FaultKind.LATE_EFFECT, 0.5)) {
        world.in(dice.between(1, MAX_LATE_MILLIS), () -> unanswered(effect));
      }
      throw e;
    }
    if (!over && world.now() < outages.getOrDefault(service, 0L)) {
      throw service.failed();
    }
    if (service != Service.S3 && happens(FaultKind.THROTTLING, OFTEN)) {
      throw service.throttled();
    }
    if (happens(FaultKind.SERVICE_ERROR, RARE)) {
      throw dice.chance(0.5) ? service.failed() : service.silent();
    }
    T answer = answer(service, effect);
    pass(invocation, dice.between(1, 8));
    invocation.after();
    return answer;
  }

  private <T> Supplier<T> lookedAt(Supplier<T> effect) {
    return () -> {
      T answer = effect.get();
      afterPutItem.run();
      return answer;
    };
  }

  private static void unanswered(Supplier<?> effect) {
    try {
      var unseen = effect.get();
    } catch (SdkException unseen) {
      // Who asked is no more.
    }
  }

  private <T> T answer(Service service, Supplier<T> effect) {
    if (!happens(FaultKind.LOST_ANSWER, 2 * RARE)) {
      return effect.get();
    }
    try {
      var unseen = effect.get();
    } catch (SdkException unseen) {
      // The answer is lost, whatever it was.
    }
    if (dice.chance(0.3)) {
      throw service.silent();
    }
    return effect.get(); // sent again by the client
  }

  private void pass(Invocation invocation, long millis) {
    world.pass(millis);
    if (invocation.isOver()) {
      tally.happened(FaultKind.TIME_OUT);
      throw new Killed("timed out");
    }
  }
}
