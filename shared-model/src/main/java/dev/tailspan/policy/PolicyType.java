package dev.tailspan.policy;

import static dev.tailspan.policy.Field.flag;
import static dev.tailspan.policy.Field.text;
import static dev.tailspan.policy.Field.texts;
import static dev.tailspan.policy.Field.whole;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The types of policies with the keys of their blocks: the processor's, then our own.
 *
 * <p>To add one: a record that implements {@link Policy}, with a static {@code of} that checks its
 * settings; its name in the {@code permits} of {@link Policy}; a line here; a case in {@link
 * PolicyFactory}. The compiler asks for all of them.
 */
enum PolicyType {
  ALWAYS_SAMPLE("always_sample"),
  LATENCY("latency", whole("threshold_ms"), whole("upper_threshold_ms")),
  NUMERIC_ATTRIBUTE(
      "numeric_attribute",
      text("key"),
      whole("min_value"),
      whole("max_value"),
      flag("invert_match")),
  PROBABILISTIC(
      "probabilistic", text("hash_salt"), Field.of(Field.Kind.NUMBER, "sampling_percentage")),
  STATUS_CODE("status_code", texts("status_codes")),
  STRING_ATTRIBUTE(
      "string_attribute",
      text("key"),
      texts("values"),
      flag("enabled_regex_matching"),
      whole("cache_max_size"),
      flag("invert_match")),
  BOOLEAN_ATTRIBUTE("boolean_attribute", text("key"), flag("value"), flag("invert_match")),
  TRACE_STATE("trace_state", text("key"), texts("values")),
  TRACE_FLAGS("trace_flags"),
  SPAN_COUNT(
      "span_count",
      Field.of(Field.Kind.WHOLE_32, "min_spans"),
      Field.of(Field.Kind.WHOLE_32, "max_spans")),
  RATE_LIMITING("rate_limiting", whole("spans_per_second"), whole("burst_capacity")),
  BYTES_LIMITING("bytes_limiting", whole("bytes_per_second"), whole("burst_capacity")),
  OTTL_CONDITION(
      "ottl_condition",
      Field.of(Field.Kind.ERROR_MODE, "error_mode"),
      texts("span"),
      texts("spanevent")),
  COMPOSITE(
      "composite",
      whole("max_total_spans_per_second"),
      texts("policy_order"),
      Field.of(Field.Kind.POLICIES, "composite_sub_policy"),
      Field.of(Field.Kind.BLOCKS, "rate_allocation", text("policy"), whole("percent"))),
  AND("and", Field.of(Field.Kind.POLICIES, "and_sub_policy")),
  NOT("not", Field.of(Field.Kind.POLICY, "not_sub_policy")),
  DROP("drop", Field.of(Field.Kind.POLICIES, "drop_sub_policy")),

  DEBUG("debug"),
  DIVERSITY("diversity", Field.of(Field.Kind.DURATION, "period"), texts("distinguish")),
  RARE_OPERATION(
      "rare_operation",
      Field.of(Field.Kind.NUMBER, "traces_per_minute"),
      texts("key"),
      whole("burst")),
  PERCENTILE_LATENCY(
      "percentile_latency",
      Field.of(Field.Kind.NUMBER, "percentile"),
      whole("min_samples"),
      text("of"),
      whole("cold_threshold_ms")),
  SERVICE("service", texts("name"), texts("caller"), texts("callee")),
  ERROR_RATE_CHANGE(
      "error_rate_change",
      Field.of(Field.Kind.NUMBER, "traces_per_minute"),
      Field.of(Field.Kind.NUMBER, "sigmas"),
      whole("min_samples"),
      text("direction"));

  /** What may stand inside what. */
  enum Level {
    TOP,
    IN_AND,
    IN_NOT,
    IN_COMPOSITE;

    boolean allows(PolicyType type) {
      return switch (type) {
        case COMPOSITE, DROP -> this == TOP;
        case AND -> this == TOP || this == IN_COMPOSITE;
        case NOT -> this == TOP || this == IN_AND;
        default -> true;
      };
    }
  }

  private static final Map<String, PolicyType> BY_KEY =
      Arrays.stream(values()).collect(Collectors.toMap(PolicyType::key, Function.identity()));

  private final String key;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of, of records
  private final List<Field> fields;

  PolicyType(String key, Field... fields) {
    this.key = key;
    this.fields = List.of(fields);
  }

  static @Nullable PolicyType of(String key) {
    return BY_KEY.get(key);
  }

  /** As written in a file. */
  String key() {
    return key;
  }

  /** The keys of its block; empty where it has no block. */
  List<Field> fields() {
    return fields;
  }

  /** The level of the policies inside this one. */
  Level inside() {
    return this == COMPOSITE ? Level.IN_COMPOSITE : this == NOT ? Level.IN_NOT : Level.IN_AND;
  }
}
