package dev.tailspan.functions.query;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tailspan.block.CorruptBlockException;
import dev.tailspan.decide.DecideSettings;
import dev.tailspan.functions.common.Connections;
import dev.tailspan.functions.common.ProxyRequest;
import dev.tailspan.functions.common.ProxyResponse;
import dev.tailspan.functions.common.Settings;
import dev.tailspan.functions.self.Invocation;
import dev.tailspan.functions.self.Invocations;
import dev.tailspan.lookup.FindTrace;
import dev.tailspan.lookup.KeepTrace;
import dev.tailspan.lookup.PastRounds;
import dev.tailspan.lookup.Prices;
import dev.tailspan.lookup.SearchTraces;
import dev.tailspan.lookup.ServiceCatalog;
import dev.tailspan.lookup.SystemStatus;
import dev.tailspan.replay.KeepingCost;
import dev.tailspan.replay.ReplayArchive;
import dev.tailspan.replay.ReplayStaged;
import dev.tailspan.storage.ArchiveStore;
import dev.tailspan.storage.PolicyVersions;
import dev.tailspan.storage.StorageException;
import dev.tailspan.stores.parquet.S3ObjectFiles;
import dev.tailspan.stores.s3.S3Stores;
import dev.tailspan.trace.CorruptStatsException;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Supplier;

/** Answers the read APIs: unwraps the proxy event, asks, wraps the answer. */
// Without a scope Quarkus makes one for each invocation; made at the start, before there is one
@Singleton
@Startup
public final class QueryHandler implements RequestStreamHandler {
  private static final double SECONDS_PER_DAY = 86_400;

  private final Invocations invocations;
  private final OwnApi api;

  /** As Lambda makes it, from the environment. */
  public QueryHandler() {
    this(Invocations.ofLambda("query", System.getenv()));
  }

  private QueryHandler(Invocations invocations) {
    this(invocations, api(new Connections(System.getenv(), invocations.calls())));
  }

  QueryHandler(Invocations invocations, OwnApi api) {
    this.invocations = invocations;
    this.api = api;
  }

  private static OwnApi api(Connections connections) {
    Settings settings = connections.settings();
    PolicyVersions policies = connections.policies();
    Prices prices = Prices.bundled();
    ArchiveStore archive =
        S3ObjectFiles.archiveIn(
            S3Stores.client(connections.connection()),
            settings.archiveBucket(),
            connections.meter());
    FindTrace find =
        new FindTrace(
            new FindTrace.Stores(
                connections.staging(),
                connections.watermarks(),
                connections.decisions(),
                connections.index(),
                archive),
            settings.layout(),
            new PastRounds(
                connections.decisions(),
                connections.stats(),
                policies,
                settings.layout(),
                settings.stepSlices()),
            Settings.MAX_SPANS_PER_TRACE);
    Supplier<SystemStatus> status =
        () ->
            SystemStatus.read(
                connections.watermarks(), connections.decisions(), settings.layout().buckets());
    long lagMillis =
        1000 * (settings.maxAgeSeconds() + settings.quietSeconds() + 2 * settings.stepSeconds());
    return new OwnApi(
        find,
        new KeepTrace(
            find, connections.decisions(), settings.layout(), settings.stagingTtlSeconds()),
        replay(connections, archive, policies, prices, status),
        new SearchTraces(connections.index(), archive, lagMillis),
        new ServiceCatalog(connections.stats()),
        status,
        policies,
        new StatusJson(settings.stream(), prices, policies),
        System::currentTimeMillis);
  }

  private static ReplayRoute replay(
      Connections connections,
      ArchiveStore archive,
      PolicyVersions policies,
      Prices prices,
      Supplier<SystemStatus> status) {
    Settings settings = connections.settings();
    DecideSettings deciding = settings.deciding(Runtime.getRuntime().maxMemory() / 8);
    double retentionDays = settings.retentionSeconds() / SECONDS_PER_DAY;
    return new ReplayRoute(
        new ReplayStaged(
            new ReplayStaged.Stores(
                connections.staging(), connections.watermarks(), connections.decisions()),
            policies,
            deciding),
        new ReplayArchive(
            new ReplayArchive.Stores(
                connections.index(), archive, connections.stats(), connections.watermarks()),
            deciding),
        settings.policyReading(),
        () -> KeepingCost.measured(prices, retentionDays, status.get().decisions()),
        System::currentTimeMillis);
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    invocations.run(
        context,
        invocation -> {
          ProxyResponse response = answer(event, invocation);
          invocation.set("http.response.status_code", response.status());
          response.write(answer);
        });
  }

  /** What goes wrong inside goes to the log; the client learns whose fault it is. */
  private ProxyResponse answer(InputStream event, Invocation invocation) {
    try {
      ProxyRequest request = ProxyRequest.read(event);
      invocation.answers(
          request.method(),
          OwnApi.route(request.path()),
          request.header("traceparent"),
          request.header("tracestate"));
      return api.answer(request);
    } catch (StorageException | CorruptBlockException | CorruptStatsException e) {
      invocation.failed("store");
      invocation.error("a store failed", e);
      return OwnApi.error(
          502, "store", "a store failed or holds damaged data; try again, the log says more");
    } catch (IOException | RuntimeException e) {
      invocation.failed("unexpected");
      invocation.error("unexpected", e);
      return OwnApi.error(500, "", "something went wrong here; the log says more");
    }
  }
}
