package dev.tailspan.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** The answers to a replay in parts. */
class ReplaySumTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonNode part(String from, String to, int kept, double perDay) throws Exception {
    return JSON.readTree(
        """
        {"source": "staged", "estimated": false, "complete": true,
         "covered": {"start": "2026-11-26T%s:00Z", "end": "2026-11-26T%s:00Z"},
         "bytesRead": 100, "compared": 10, "gained": 1, "lost": 2,
         "candidate": {"version": "c", "traces": 10, "kept": %d, "keptByPolicy": {"slow": %d},
           "perDay": {"traces": %s, "dollarsByPart": {"s3Puts": %s}}},
         "inForce": {"version": "f", "traces": 10, "kept": 3, "keptByPolicy": {"all": 3},
           "perDay": {"traces": 5}},
         "gainedExamples": [{"traceId": "a%s"}], "lostExamples": [],
         "leftOut": [], "warnings": [], "pricesAsOf": "2026-10"}
        """
            .formatted(from, to, kept, kept, perDay, perDay, from));
  }

  @Test
  void sumsAreAddedAndWhatIsADayIsTheMeanOverTheTimeCovered() throws Exception {
    ReplaySum sum = new ReplaySum(5);
    sum.add(part("10:00", "10:10", 4, 400));
    sum.add(part("10:10", "10:40", 2, 100));

    JsonNode json = sum.json();
    assertThat(json.path("lost").asLong()).isEqualTo(4);
    assertThat(json.path("candidate").path("version").asText()).isEqualTo("c");
    assertThat(json.path("candidate").path("kept").asLong()).isEqualTo(6);
    assertThat(json.path("candidate").path("keptByPolicy").path("slow").asLong()).isEqualTo(6);
    JsonNode perDay = json.path("candidate").path("perDay");
    assertThat(perDay.path("traces").asDouble()).isEqualTo(175, within(1e-9));
    assertThat(perDay.path("dollarsByPart").path("s3Puts").asDouble()).isEqualTo(175, within(1e-9));
  }

  @Test
  void theTimeCoveredGrowsForwardsAndBackwards() throws Exception {
    ReplaySum sum = new ReplaySum(5);
    sum.add(part("10:10", "10:40", 2, 100));
    sum.add(part("10:00", "10:10", 4, 400));
    sum.add(part("10:40", "10:50", 4, 400));

    assertThat(sum.json().path("covered").path("start").asText()).isEqualTo("2026-11-26T10:00:00Z");
    assertThat(sum.json().path("covered").path("end").asText()).isEqualTo("2026-11-26T10:50:00Z");
  }

  @Test
  void examplesStayBounded() throws Exception {
    ReplaySum sum = new ReplaySum(1);
    sum.add(part("10:00", "10:10", 4, 400));
    sum.add(part("10:10", "10:40", 2, 100));

    assertThat(sum.json().path("gainedExamples")).hasSize(1);
  }

  @Test
  void anAnswerThatCoversNothingIsRefused() throws Exception {
    assertThat(new ReplaySum(1).add(part("10:00", "10:00", 0, 0))).isFalse();
  }
}
