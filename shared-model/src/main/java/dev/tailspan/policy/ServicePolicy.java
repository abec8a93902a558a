package dev.tailspan.policy;

import dev.tailspan.block.StagedResource;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.text.Excerpt;
import dev.tailspan.trace.CallTree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code service}, our own: traces with a span of one of the services, or with a call between
 * services: a span and a child of it in another service. Names are compared letter by letter.
 *
 * @param names empty for any service
 * @param callers empty for any, as {@code callees}; where both are, no call is wanted
 */
record ServicePolicy(
    String name, Set<String> names, Set<String> callers, Set<String> callees, String threshold)
    implements Policy {

  static @Nullable ServicePolicy of(String name, Settings settings, Findings findings) {
    Set<String> names = texts("name", settings, findings);
    Set<String> callers = texts("caller", settings, findings);
    Set<String> callees = texts("callee", settings, findings);
    boolean wrong = List.of("name", "caller", "callee").stream().anyMatch(settings::isWrong);
    if (names.isEmpty() && callers.isEmpty() && callees.isEmpty()) {
      if (!wrong) {
        findings.problem(
            settings.place(), "A service is wanted: its name, or a caller, or a callee.");
      }
      return null;
    }
    if (callers.size() == 1 && callers.equals(callees)) {
      findings.warning(
          settings.place("callee"), "A call is between two services, so no trace is sampled.");
    }
    return wrong
        ? null
        : new ServicePolicy(name, names, callers, callees, threshold(names, callers, callees));
  }

  private static Set<String> texts(String key, Settings settings, Findings findings) {
    for (Settings.Text text : settings.texts(key)) {
      if (text.text().isEmpty()) {
        findings.warning(text.place(), "No service has an empty name.");
      }
    }
    return settings.texts(key).stream()
        .map(Settings.Text::text)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String threshold(Set<String> names, Set<String> callers, Set<String> callees) {
    List<String> wanted = new ArrayList<>();
    if (!names.isEmpty()) {
      wanted.add("a span of " + Excerpt.list(names));
    }
    if (!callers.isEmpty() || !callees.isEmpty()) {
      wanted.add("a call from " + side(callers) + " to " + side(callees));
    }
    return String.join(" and ", wanted);
  }

  private static String side(Set<String> services) {
    return services.isEmpty() ? "any service" : Excerpt.list(services);
  }

  @Override
  public PolicyType type() {
    return PolicyType.SERVICE;
  }

  @Override
  public Vote evaluate(StagedTrace trace, Draw draw) {
    String touched = names.isEmpty() ? "" : touched(trace);
    if (touched == null) {
      return vote(false, "no span of it in " + trace.spans().size(), threshold);
    }
    if (callers.isEmpty() && callees.isEmpty()) {
      return vote(true, touched, threshold);
    }
    String call = call(trace);
    return call == null
        ? vote(false, "no such call in " + trace.spans().size() + " spans", threshold)
        : vote(true, touched.isEmpty() ? call : touched + ", " + call, threshold);
  }

  private @Nullable String touched(StagedTrace trace) {
    StagedResource last = null;
    for (int i = 0; i < trace.spans().size(); i++) {
      StagedResource resource = trace.spans().get(i).resource();
      if (resource != last && names.contains(resource.serviceName())) {
        return "a span of " + Excerpt.quoted(resource.serviceName());
      }
      last = resource;
    }
    return null;
  }

  private @Nullable String call(StagedTrace trace) {
    List<StagedSpan> spans = trace.spans();
    CallTree tree = CallTree.of(trace);
    for (int i = 0; i < spans.size(); i++) {
      if (tree.parent(i) >= 0) {
        StagedResource from = spans.get(tree.parent(i)).resource();
        StagedResource to = spans.get(i).resource();
        if (from != to && isWanted(from.serviceName(), to.serviceName())) {
          return "a call from "
              + Excerpt.quoted(from.serviceName())
              + " to "
              + Excerpt.quoted(to.serviceName());
        }
      }
    }
    return null;
  }

  private boolean isWanted(String caller, String callee) {
    return !caller.equals(callee)
        && (callers.isEmpty() || callers.contains(caller))
        && (callees.isEmpty() || callees.contains(callee));
  }
}
