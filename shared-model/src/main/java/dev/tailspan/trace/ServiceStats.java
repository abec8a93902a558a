package dev.tailspan.trace;

import dev.tailspan.block.StagedResource;
import dev.tailspan.block.StagedSpan;
import dev.tailspan.block.StagedTrace;
import dev.tailspan.model.SpanKind;
import dev.tailspan.model.Status;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Calls, errors and durations per operation and per edge between services, of all traces, kept or
 * not. The same traces in any order, merged in any way, give the same bytes. Past the caps below
 * operations, services and edges are counted together as {@link #OTHER}: nothing is lost but their
 * names. Not for several threads.
 */
public final class ServiceStats {
  /** What lies past a cap goes by this name. */
  public static final String OTHER = "(other)";

  public static final int MAX_SERVICES = 1_000;
  public static final int MAX_OPERATIONS_PER_SERVICE = 200;
  public static final int MAX_EDGES = 10_000;

  /** Resources remembered at a time; they come and go with assemblers. */
  private static final int MAX_RESOURCES = 10_000;

  /** A service by name, cut as in {@link TraceSummary}. */
  record Service(String name) implements Comparable<Service> {
    long rank() {
      return StableHash.of(name, 0);
    }

    @Override
    public int compareTo(Service o) {
      return name.compareTo(o.name);
    }
  }

  /** An edge by its ends. */
  record Edge(String caller, String callee, boolean messaging) implements Comparable<Edge> {
    long rank() {
      return StableHash.of(callee, StableHash.of(caller, messaging ? 1 : 0));
    }

    @Override
    public int compareTo(Edge o) {
      int order = caller.compareTo(o.caller);
      if (order == 0) {
        order = callee.compareTo(o.callee);
      }
      return order != 0 ? order : Boolean.compare(messaging, o.messaging);
    }
  }

  private record Named(String name, ServiceOperations operations) {}

  private final CappedStats<Service, ServiceOperations> services =
      new CappedStats<>(
          MAX_SERVICES,
          Service::rank,
          new ServiceOperations(OTHER, 0),
          key -> new ServiceOperations(key.name(), MAX_OPERATIONS_PER_SERVICE),
          ServiceOperations::replace);
  private final CappedStats<Edge, CallStats> edges =
      new CappedStats<>(
          MAX_EDGES, Edge::rank, new CallStats(), key -> new CallStats(), CallStats::replace);
  private long traces;

  private final Map<StagedResource, Named> byResource = new IdentityHashMap<>();
  private final ParentLinks links = new ParentLinks();
  private final Set<TraceFlag> ignored = EnumSet.noneOf(TraceFlag.class);

  /** Counts a whole trace. */
  public void add(StagedTrace trace) {
    traces++;
    count(trace, Long.MIN_VALUE);
  }

  /**
   * Counts what came late to a trace that was counted before: its new spans, and the edges they are
   * an end of.
   *
   * @param trace all of it, as far as it is staged
   * @param newFromSlice spans that arrived in this slice or later are new
   */
  public void addLate(StagedTrace trace, long newFromSlice) {
    count(trace, newFromSlice);
  }

  private void count(StagedTrace trace, long newFromSlice) {
    List<StagedSpan> spans = trace.spans();
    int[] parents = links.of(new StagedShape(spans), ignored);
    for (int i = 0; i < parents.length; i++) {
      StagedSpan span = spans.get(i);
      StagedSpan parent = parents[i] < 0 ? null : spans.get(parents[i]);
      boolean isNew = span.slice() >= newFromSlice;
      if (isNew) {
        named(span.resource()).operations.of(span).add(nanos(span), isError(span));
      }
      if (parent != null
          && parent.resource() != span.resource()
          && (isNew || parent.slice() >= newFromSlice)) {
        edge(parent, span);
      }
    }
  }

  /** The ends go by their own names even where their services lie past the cap. */
  private void edge(StagedSpan from, StagedSpan to) {
    String caller = named(from.resource()).name;
    String callee = named(to.resource()).name;
    if (caller.equals(callee)) {
      return;
    }
    boolean messaging = from.kind() == SpanKind.PRODUCER && to.kind() == SpanKind.CONSUMER;
    boolean error = isError(to) || from.kind() == SpanKind.CLIENT && isError(from);
    edges.get(new Edge(caller, callee, messaging)).add(nanos(to), error);
  }

  private Named named(StagedResource resource) {
    Named known = byResource.get(resource);
    if (known != null) {
      return known;
    }
    if (byResource.size() >= MAX_RESOURCES) {
      byResource.clear();
    }
    String name = TraceSummary.cut(resource.serviceName());
    Named named = new Named(name, services.get(new Service(name)));
    byResource.put(resource, named);
    return named;
  }

  private static boolean isError(StagedSpan span) {
    return span.statusCode() == Status.Code.ERROR;
  }

  /** Negative where start or end are missing, absurd or the wrong way round. */
  private static long nanos(StagedSpan span) {
    long start = span.startTimeUnixNano();
    long end = span.endTimeUnixNano();
    return start > 0 && end >= start ? end - start : -1;
  }

  /** Adds all that another one has counted. */
  public void merge(ServiceStats other) {
    traces += other.traces;
    services.other().merge(other.services.other());
    other.services.sorted().forEach((key, theirs) -> services.get(key).merge(theirs));
    edges.other().merge(other.edges.other());
    other.edges.sorted().forEach((key, theirs) -> edges.get(key).merge(theirs));
  }

  /** Traces counted. */
  public long traces() {
    return traces;
  }

  /** Spans counted: the calls of all operations. */
  public long spans() {
    return operations().stream().mapToLong(o -> o.stats().calls()).sum();
  }

  /** Names of the services, sorted, without those past the cap. */
  public SortedSet<String> services() {
    SortedSet<String> names = new TreeSet<>();
    services.sorted().keySet().forEach(service -> names.add(service.name()));
    return names;
  }

  /** The operations of a service by name and kind, with {@link #OTHER} last if there is such. */
  public List<OperationStats> operations(String service) {
    ServiceOperations operations = services.find(new Service(service));
    return operations == null ? List.of() : list(operations);
  }

  /** The operations of all services, those past the caps included. */
  public List<OperationStats> operations() {
    List<OperationStats> all = new ArrayList<>();
    services.sorted().values().forEach(service -> all.addAll(list(service)));
    all.addAll(list(services.other()));
    return all;
  }

  private static List<OperationStats> list(ServiceOperations service) {
    List<OperationStats> list = new ArrayList<>();
    service
        .operations()
        .sorted()
        .forEach(
            (key, stats) ->
                list.add(new OperationStats(service.service(), key.name(), key.kind(), stats)));
    CallStats other = service.operations().other();
    if (other.calls() > 0) {
      list.add(new OperationStats(service.service(), OTHER, SpanKind.UNSPECIFIED, other));
    }
    return list;
  }

  /** What one operation did; null when it was not seen or lies past a cap. */
  public @Nullable CallStats operation(String service, String name, SpanKind kind) {
    ServiceOperations operations = services.find(new Service(TraceSummary.cut(service)));
    return operations == null
        ? null
        : operations
            .operations()
            .find(new ServiceOperations.Operation(TraceSummary.cut(name), kind));
  }

  /** The edges by caller, callee and sort, with {@link #OTHER} last if there is such. */
  public List<EdgeStats> edges() {
    List<EdgeStats> list = new ArrayList<>();
    edges
        .sorted()
        .forEach(
            (key, stats) ->
                list.add(new EdgeStats(key.caller(), key.callee(), key.messaging(), stats)));
    if (edges.other().calls() > 0) {
      list.add(new EdgeStats(OTHER, OTHER, false, edges.other()));
    }
    return list;
  }

  CappedStats<Service, ServiceOperations> byService() {
    return services;
  }

  CappedStats<Edge, CallStats> byEdge() {
    return edges;
  }

  void replaceTraces(long count) {
    traces = count;
  }
}
