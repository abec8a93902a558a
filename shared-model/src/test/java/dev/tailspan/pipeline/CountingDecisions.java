package dev.tailspan.pipeline;

import dev.tailspan.lookup.FindTrace;
import dev.tailspan.lookup.PastRounds;
import dev.tailspan.storage.DecisionStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/** Counts the decided sets that are read from a store. */
final class CountingDecisions {
  private final DecisionStore counting;
  private int setsRead;

  CountingDecisions(DecisionStore store) {
    counting =
        (DecisionStore)
            Proxy.newProxyInstance(
                DecisionStore.class.getClassLoader(),
                new Class<?>[] {DecisionStore.class},
                (proxy, method, arguments) -> {
                  try {
                    Object answer = method.invoke(store, arguments);
                    setsRead += method.getName().equals("decided") ? ((List<?>) answer).size() : 0;
                    return answer;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  int setsRead() {
    return setsRead;
  }

  /** One that looks traces up through it. */
  FindTrace finder(Pipeline pipeline) {
    return new FindTrace(
        new FindTrace.Stores(
            pipeline.staging, pipeline.watermarks, counting, pipeline.index, pipeline.archive),
        Pipeline.LAYOUT,
        new PastRounds(
            counting,
            pipeline.stats,
            pipeline.policyVersions(),
            Pipeline.LAYOUT,
            pipeline.settings.stepSlices()),
        100_000);
  }
}
