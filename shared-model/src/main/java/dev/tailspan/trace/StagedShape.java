package dev.tailspan.trace;

import dev.tailspan.block.StagedSpan;
import dev.tailspan.model.SpanKind;
import java.util.List;

/** Staged spans as {@link ParentLinks} looks at them. */
record StagedShape(List<StagedSpan> spans) implements ParentLinks.Shape {
  @Override
  public int size() {
    return spans.size();
  }

  @Override
  public long id(int span) {
    return spans.get(span).spanIdValue();
  }

  @Override
  public long parentId(int span) {
    return spans.get(span).parentSpanIdValue();
  }

  @Override
  public SpanKind kind(int span) {
    return spans.get(span).kind();
  }
}
