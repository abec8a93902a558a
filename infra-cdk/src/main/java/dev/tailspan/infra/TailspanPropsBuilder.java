package dev.tailspan.infra;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes {@link TailspanProps}; what is not said has a default. */
public final class TailspanPropsBuilder {
  private Path functions = Path.of("..", "functions");
  private Optional<Path> policyFile = Optional.empty();
  private String policyProcessor = "";
  private String featureGates = "";
  private String redactionKeySecret = "";
  private int buckets = 8;
  private Duration slice = Duration.ofSeconds(10);
  private Duration step = Duration.ofMinutes(1);
  private Duration quiet = Duration.ofSeconds(30);
  private Duration maxAge = Duration.ofMinutes(10);
  private Duration slack = Duration.ofSeconds(2);
  private Duration maxRecordAge = Duration.ofHours(6);
  private Duration stagingTtl = Duration.ofDays(1);
  private Duration outageBudget = Duration.ofHours(12);
  private Duration retention = Duration.ofDays(30);
  private int fanout = 1;
  private StreamCapacity capacity = new StreamCapacity.OnDemand();
  private Duration streamRetention = Duration.ofHours(24);
  private Duration window = Duration.ofSeconds(10);
  private int retries = 100;
  private ApiAccess access = new ApiAccess.Iam();
  private int requestsPerSecond = 100;
  private int burst = 200;
  private boolean keyRequired = false;
  private boolean firewall = false;
  private boolean logRole = true;
  private int logDays = 14;
  private List<String> alarmTopics = List.of();
  private boolean keepData = true;
  private long sqlScanLimitBytes = 10_000_000_000L;
  private boolean reserveConcurrency = true;
  private boolean snapStart = false;
  private double selfTracing = 0;

  TailspanPropsBuilder() {}

  /** The folder with {@code <name>/target/function.zip} of each function; {@code ../functions}. */
  public TailspanPropsBuilder functions(Path folder) {
    functions = folder;
    return this;
  }

  /** Uploaded with each deployment; without one, what lies in the policy bucket stays. */
  public TailspanPropsBuilder policyFile(Path file) {
    policyFile = Optional.of(file);
    return this;
  }

  /** Which {@code tail_sampling/NAME} of several in a policy file; none. */
  public TailspanPropsBuilder policyProcessor(String name) {
    policyProcessor = name;
    return this;
  }

  /** The Collector's feature gates, as for its option {@code --feature-gates}; none. */
  public TailspanPropsBuilder featureGates(String gates) {
    featureGates = gates;
    return this;
  }

  /** The secret in Secrets Manager whose text is the key of redaction by HMAC; none. */
  public TailspanPropsBuilder redactionKeySecret(String name) {
    redactionKeySecret = name;
    return this;
  }

  /** Hash buckets of trace ids; 8. Not to be changed while spans are staged. */
  public TailspanPropsBuilder buckets(int number) {
    buckets = number;
    return this;
  }

  /** Slices of arrival time, and decision steps made of them; 10 s and 1 minute. */
  public TailspanPropsBuilder steps(Duration sliceLength, Duration stepLength) {
    slice = sliceLength;
    step = stepLength;
    return this;
  }

  /** Decision steps of slices as they are; 1 minute. */
  public TailspanPropsBuilder step(Duration length) {
    return steps(slice, length);
  }

  /** Without a span before a trace is decided; 30 s. A policy file's {@code decision_wait} wins. */
  public TailspanPropsBuilder quiet(Duration period) {
    quiet = period;
    return this;
  }

  /** After which a trace is decided though it is not quiet; 10 minutes. */
  public TailspanPropsBuilder maxAge(Duration age) {
    maxAge = age;
    return this;
  }

  /** By which arrival times may step back within a shard; 2 s. */
  public TailspanPropsBuilder slack(Duration time) {
    slack = time;
    return this;
  }

  /** After which a record that cannot be staged is given up; 6 hours. */
  public TailspanPropsBuilder maxRecordAge(Duration age) {
    maxRecordAge = age;
    return this;
  }

  /** How long staged spans are kept, and in what outage nothing may be lost; 1 day, 12 hours. */
  public TailspanPropsBuilder staging(Duration ttl, Duration budget) {
    stagingTtl = ttl;
    outageBudget = budget;
    return this;
  }

  /** How long kept traces are, in whole days; 30. */
  public TailspanPropsBuilder retention(Duration time) {
    retention = time;
    return this;
  }

  /** Invocations that share a run of finalize; 1. */
  public TailspanPropsBuilder finalizeFanout(int invocations) {
    fanout = invocations;
    return this;
  }

  /** On demand. */
  public TailspanPropsBuilder capacity(StreamCapacity wanted) {
    capacity = wanted;
    return this;
  }

  /** How long Kinesis keeps a record; 24 hours. */
  public TailspanPropsBuilder streamRetention(Duration time) {
    streamRetention = time;
    return this;
  }

  /** How long a batch may wait to fill, and how often it is tried again; 10 s, 100 times. */
  public TailspanPropsBuilder batches(Duration batchingWindow, int retryAttempts) {
    window = batchingWindow;
    retries = retryAttempts;
    return this;
  }

  /** IAM. */
  public TailspanPropsBuilder access(ApiAccess wanted) {
    access = wanted;
    return this;
  }

  /** Requests let through on average and at once; 100 and 200. */
  public TailspanPropsBuilder throttle(int perSecond, int atOnce) {
    requestsPerSecond = perSecond;
    burst = atOnce;
    return this;
  }

  /** Whether callers also bring an API key; it tells them apart, and is no authentication. */
  public TailspanPropsBuilder apiKeyRequired(boolean required) {
    keyRequired = required;
    return this;
  }

  /** Whether AWS WAF stands before the API; it costs by the month and by request. */
  public TailspanPropsBuilder firewall(boolean wanted) {
    firewall = wanted;
    return this;
  }

  /** False where the account has API Gateway's role for logs already. */
  public TailspanPropsBuilder apiLogRole(boolean made) {
    logRole = made;
    return this;
  }

  /** Of all functions and of the API; 14 days. */
  public TailspanPropsBuilder logRetentionDays(int days) {
    logDays = days;
    return this;
  }

  /** ARNs of SNS topics that alarms go to; without any they are seen in the console only. */
  public TailspanPropsBuilder alarmTopics(List<String> arns) {
    alarmTopics = arns;
    return this;
  }

  /** Whether index, archive, quarantine and policies outlive the stack; they do. */
  public TailspanPropsBuilder keepData(boolean kept) {
    keepData = kept;
    return this;
  }

  /** The most that a query in Athena may read; 10 GB, which costs 5 cents. */
  public TailspanPropsBuilder sqlScanLimitBytes(long bytes) {
    sqlScanLimitBytes = bytes;
    return this;
  }

  /** False in accounts with so few concurrent executions that none can be reserved. */
  public TailspanPropsBuilder reserveConcurrency(boolean reserved) {
    reserveConcurrency = reserved;
    return this;
  }

  /** Whether functions start from snapshots of their initialised processes; they do not. */
  public TailspanPropsBuilder snapStart(boolean on) {
    snapStart = on;
    return this;
  }

  /**
   * Share of the functions' invocations that are traced, onto the stream they serve; none, as each
   * such trace costs a record and, with others, an invocation of ingest.
   */
  public TailspanPropsBuilder selfTracing(double share) {
    selfTracing = share;
    return this;
  }

  /**
   * Checks everything.
   *
   * @throws IllegalArgumentException with a sentence for each mistake
   */
  public TailspanProps build() {
    return new TailspanProps(
        functions,
        new PolicySettings(policyFile, policyProcessor, featureGates, redactionKeySecret),
        new PipelineSettings(
            buckets,
            slice,
            step,
            quiet,
            maxAge,
            slack,
            maxRecordAge,
            stagingTtl,
            outageBudget,
            retention,
            fanout),
        new StreamSettings(capacity, streamRetention, window, retries),
        new ApiSettings(access, requestsPerSecond, burst, keyRequired, firewall, logRole),
        new OperationSettings(
            logDays,
            alarmTopics,
            keepData,
            sqlScanLimitBytes,
            reserveConcurrency,
            snapStart,
            selfTracing));
  }
}
