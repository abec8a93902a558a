package dev.tailspan.functions.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip, deflate, br          | gzip             | 1",
        "br;q=1.0, GZIP;q=0.8       | gzip             | 0.8",
        "gzip;q=0, *                | gzip             | 0",
        "*;q=0.1                    | gzip             | 0.1",
        "deflate                    | gzip             | 0",
        "''                         | gzip             | 0",
        "gzip;q=much                | gzip             | 0",
        "application/*;q=0.3        | application/json | 0.3",
        "text/html, */*;q=0.1       | application/json | 0.1",
        "text/*                     | application/json | 0",
        "application/json; charset=utf-8; q=0.7 | application/json | 0.7"
      })
  void theMostSpecificRangeGivesTheWeight(String header, String wanted, double weight) {
    assertThat(Accepted.weight(header, wanted)).isEqualTo(weight);
  }

  @ParameterizedTest
  @ValueSource(strings = {";", " ; ", ";;q=1", ",;,", ";q=", ""})
  void separatorsAloneWantNothing(String header) {
    assertThat(Accepted.weight(header, "gzip")).isZero();
  }
}
