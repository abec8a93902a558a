package dev.tailspan.lookup;

import dev.tailspan.storage.CatalogSegment;
import java.util.List;
import java.util.Optional;

/**
 * A page of a search.
 *
 * @param traces newest decisions first
 * @param next where to go on, though nothing may be there; empty when everything was looked at
 * @param opened archived traces that were opened to look at their attributes
 * @param bounded the page ended because {@link SearchTraces#MAX_OPENED} traces had been opened or
 *     {@link SearchTraces#MAX_SEGMENTS} looked through, not because it was full
 */
public record SearchPage(
    List<CatalogSegment.Entry> traces, Optional<SearchCursor> next, int opened, boolean bounded) {
  public SearchPage {
    traces = List.copyOf(traces);
  }
}
