/**
 * The OpenTelemetry Transformation Language: its boolean expressions, over staged spans and their
 * events, as the Collector's {@code pkg/ottl} v0.162.0 reads and evaluates them. Knows {@code
 * block}, {@code model} and {@code text}; nothing of policies.
 *
 * <p>Values are those of Go, in Java: {@code nil} is null; string, int64, float64 and bool are
 * String, Long, Double and Boolean; []byte is byte[] (an empty one stands for a nil slice);
 * pcommon.Map and pcommon.Slice are the model's KeyValueListValue and ArrayValue, while
 * map[string]any, []any and []string are Map, List and {@link dev.tailspan.ottl.TextList}; the two
 * families compare differently.
 */
@NullMarked
package dev.tailspan.ottl;

import org.jspecify.annotations.NullMarked;
