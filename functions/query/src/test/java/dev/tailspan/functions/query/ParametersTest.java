package dev.tailspan.functions.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailspan.lookup.TraceQuery;
import dev.tailspan.model.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {
  private static final Set<String> KNOWN =
      Set.of(
          "service",
          "operation",
          "minDuration",
          "maxDuration",
          "status",
          "attribute",
          "start",
          "end",
          "limit",
          "cursor");
  private static final long NOW = 1_700_000_000_000L;

  @Test
  void withoutParametersTheLastHourIsSearched() {
    TraceQuery query = new Parameters(Map.of(), KNOWN).search(NOW);
    assertThat(query.limit()).isEqualTo(20);
    assertThat(query.endMillis()).isGreaterThanOrEqualTo(NOW);
    assertThat(query.endMillis() - query.startMillis()).isEqualTo(3_600_000L);
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000, 1700000000000",
    "1700000000123, 1700000000123",
    "1700000000123456, 1700000000123",
    "1700000000123456789, 1700000000123",
    "2023-11-14T22:13:20.123Z, 1700000000123"
  })
  void timesAreToldApartByTheirSize(String text, long millis) {
    assertThat(new Parameters(Map.of("start", List.of(text)), KNOWN).time("start"))
        .contains(millis);
  }

  @ParameterizedTest
  @CsvSource({"150ms, 150000000", "1.5s, 1500000000", "2m, 120000000000", "3us, 3000", "7ns, 7"})
  void durationsCarryAUnit(String text, long nanos) {
    TraceQuery query = new Parameters(Map.of("minDuration", List.of(text)), KNOWN).search(NOW);
    assertThat(query.minDurationNanos()).hasValue(nanos);
  }

  @Test
  void attributesAndStatusAreRead() {
    TraceQuery query =
        new Parameters(
                Map.of("attribute", List.of("a=1", "b=x=y"), "status", List.of("error")), KNOWN)
            .search(NOW);
    assertThat(query.attributes()).containsEntry("a", "1").containsEntry("b", "x=y");
    assertThat(query.status()).contains(Status.Code.ERROR);
  }

  @ParameterizedTest
  @CsvSource({
    "servce, x",
    "limit, 0",
    "limit, 1001",
    "limit, many",
    "status, broken",
    "minDuration, 5",
    "maxDuration, -1s",
    "start, yesterday",
    "end, 99999999999999999999",
    "attribute, novalue",
    "cursor, 1-2"
  })
  void aBadParameterIsNamed(String name, String value) {
    assertThatThrownBy(() -> new Parameters(Map.of(name, List.of(value)), KNOWN).search(NOW))
        .isInstanceOfSatisfying(
            BadParameterException.class, e -> assertThat(e.parameter()).isEqualTo(name));
  }
}
