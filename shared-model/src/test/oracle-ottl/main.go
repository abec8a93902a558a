// Asks the OpenTelemetry Collector's own OTTL (pkg/ottl v0.162.0) about conditions, values and policies over
// traces, and writes down what it says: the golden file of OttlOracleTest.
//
//	go mod init oracle && go get <pkg/ottl>@v0.162.0 && go mod tidy && go build -o oracle .
//	./oracle cases.txt traces.jsonl > answered.txt && mv answered.txt cases.txt
//
// A case is one line behind "=== ": "span c <condition>", "spanevent c <condition>", "span v <value>" or
// "policy p <json>"; what follows it is the answer. The walk over a trace is written after the sampling processor's
// internal/sampling/ottl.go, the parsing after internal/filter/filterottl/path_context.go: the first cannot be
// imported, the second needs a module (pkg/ottl/xottl, experimental functions) that is not asked about here.
package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottlspan"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/contexts/ottlspanevent"
	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/ottl/ottlfuncs"
)

var set = func() component.TelemetrySettings { return componenttest.NewNopTelemetrySettings() }()

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func lines(path string) []string {
	f, err := os.Open(path)
	check(err)
	defer f.Close()
	var out []string
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<24)
	for s.Scan() {
		out = append(out, s.Text())
	}
	return out
}

func sequence[K any](name string, parser ottl.Parser[K], conditions []string, mode ottl.ErrorMode) (*ottl.ConditionSequence[K], error) {
	pc, err := ottl.NewParserCollection(set,
		ottl.WithParserCollectionContext(name, &parser,
			ottl.WithConditionConverter(func(_ *ottl.ParserCollection[*ottl.ConditionSequence[K]], _ ottl.ConditionsGetter, parsed []*ottl.Condition[K]) (*ottl.ConditionSequence[K], error) {
				cs := ottl.NewConditionSequence(parsed, set, ottl.WithConditionSequenceErrorMode[K](mode))
				return &cs, nil
			})))
	check(err)
	return pc.ParseConditionsWithContext(name, ottl.NewConditionsGetter(conditions), true)
}

func spanParser() ottl.Parser[*ottlspan.TransformContext] {
	m := ottlfuncs.StandardConverters[*ottlspan.TransformContext]()
	root := ottlfuncs.NewIsRootSpanFactory()
	m[root.Name()] = root
	p, err := ottlspan.NewParser(m, set, ottlspan.EnablePathContextNames())
	check(err)
	return p
}

func eventParser() ottl.Parser[*ottlspanevent.TransformContext] {
	p, err := ottlspanevent.NewParser(ottlfuncs.StandardConverters[*ottlspanevent.TransformContext](), set, ottlspanevent.EnablePathContextNames())
	check(err)
	return p
}

func walk(td ptrace.Traces, do func(rs ptrace.ResourceSpans, ss ptrace.ScopeSpans, span ptrace.Span) bool) {
	for i := 0; i < td.ResourceSpans().Len(); i++ {
		rs := td.ResourceSpans().At(i)
		for j := 0; j < rs.ScopeSpans().Len(); j++ {
			ss := rs.ScopeSpans().At(j)
			for k := 0; k < ss.Spans().Len(); k++ {
				if do(rs, ss, ss.Spans().At(k)) {
					return
				}
			}
		}
	}
}

// verdict is T, F, E for an error, P where the Collector would go down.
func verdict(eval func() (bool, error)) (said string) {
	defer func() {
		if recover() != nil {
			said = "P"
		}
	}()
	ok, err := eval()
	switch {
	case err != nil:
		return "E"
	case ok:
		return "T"
	}
	return "F"
}

func condition(signal, text string, traces []ptrace.Traces) (string, error) {
	ctx := context.Background()
	var out strings.Builder
	if signal == "span" {
		s, err := sequence(signal, spanParser(), []string{text}, ottl.PropagateError)
		if err != nil {
			return "", err
		}
		for _, td := range traces {
			walk(td, func(rs ptrace.ResourceSpans, ss ptrace.ScopeSpans, span ptrace.Span) bool {
				out.WriteString(verdict(func() (bool, error) { return s.Eval(ctx, ottlspan.NewTransformContext(rs, ss, span)) }))
				return false
			})
		}
		return out.String(), nil
	}
	s, err := sequence(signal, eventParser(), []string{text}, ottl.PropagateError)
	if err != nil {
		return "", err
	}
	for _, td := range traces {
		walk(td, func(rs ptrace.ResourceSpans, ss ptrace.ScopeSpans, span ptrace.Span) bool {
			for l := 0; l < span.Events().Len(); l++ {
				out.WriteString(verdict(func() (bool, error) {
					return s.Eval(ctx, ottlspanevent.NewTransformContext(rs, ss, span, span.Events().At(l)))
				}))
			}
			return false
		})
	}
	return out.String(), nil
}

func policy(text string, traces []ptrace.Traces) (string, error) {
	var cfg struct {
		Mode  string   `json:"error_mode"`
		Span  []string `json:"span"`
		Event []string `json:"spanevent"`
	}
	check(json.Unmarshal([]byte(text), &cfg))
	var mode ottl.ErrorMode
	if cfg.Mode != "" {
		if err := mode.UnmarshalText([]byte(cfg.Mode)); err != nil {
			return "", err
		}
	}
	if len(cfg.Span)+len(cfg.Event) == 0 {
		return "", fmt.Errorf("expected at least one OTTL condition to filter on")
	}
	var spans *ottl.ConditionSequence[*ottlspan.TransformContext]
	var events *ottl.ConditionSequence[*ottlspanevent.TransformContext]
	var err error
	if len(cfg.Span) > 0 {
		if spans, err = sequence("span", spanParser(), cfg.Span, mode); err != nil {
			return "", err
		}
	}
	if len(cfg.Event) > 0 {
		if events, err = sequence("spanevent", eventParser(), cfg.Event, mode); err != nil {
			return "", err
		}
	}
	ctx := context.Background()
	var out strings.Builder
	for _, td := range traces {
		decision := "N"
		judge := func(ok bool, err error) bool {
			if err != nil {
				decision = "E"
			} else if ok {
				decision = "S"
			}
			return decision != "N"
		}
		walk(td, func(rs ptrace.ResourceSpans, ss ptrace.ScopeSpans, span ptrace.Span) bool {
			if spans != nil && judge(spans.Eval(ctx, ottlspan.NewTransformContext(rs, ss, span))) {
				return true
			}
			for l := 0; events != nil && l < span.Events().Len(); l++ {
				if judge(events.Eval(ctx, ottlspanevent.NewTransformContext(rs, ss, span, span.Events().At(l)))) {
					return true
				}
			}
			return false
		})
		out.WriteString(decision)
	}
	return out.String(), nil
}

func value(text string, traces []ptrace.Traces) (string, error) {
	p := spanParser()
	e, err := p.ParseValueExpression(text)
	if err != nil {
		return "", err
	}
	var out []string
	for _, td := range traces {
		walk(td, func(rs ptrace.ResourceSpans, ss ptrace.ScopeSpans, span ptrace.Span) bool {
			v, err := e.Eval(context.Background(), ottlspan.NewTransformContext(rs, ss, span))
			if err != nil {
				out = append(out, "E")
			} else {
				out = append(out, dump(v))
			}
			return false
		})
	}
	same := true
	for _, o := range out {
		same = same && o == out[0]
	}
	if same {
		out = out[:1]
	}
	return strings.Join(out, "\n"), nil
}

func dump(v any) string {
	switch t := v.(type) {
	case nil:
		return "nil"
	case string:
		return strconv.QuoteToASCII(t)
	case int64:
		return fmt.Sprintf("i:%d", t)
	case int:
		return fmt.Sprintf("int:%d", t)
	case float64:
		return fmt.Sprintf("d:%x", math.Float64bits(t))
	case bool:
		return fmt.Sprintf("b:%t", t)
	case []byte:
		return "x:" + hex.EncodeToString(t)
	case time.Duration:
		return fmt.Sprintf("dur:%d", int64(t))
	case time.Time:
		_, offset := t.Zone()
		return fmt.Sprintf("t:%d.%09d%+d", t.Unix(), t.Nanosecond(), offset)
	case pcommon.TraceID:
		return "id:" + hex.EncodeToString(t[:])
	case pcommon.SpanID:
		return "id:" + hex.EncodeToString(t[:])
	case pcommon.Map:
		return entries(t.AsRaw())
	case map[string]any:
		return entries(t)
	case pcommon.Slice:
		return "slice" + items(t.AsRaw())
	case []any:
		return items(t)
	case []string:
		return "S" + items(t)
	}
	return reflect.TypeOf(v).Name()
}

func entries(m map[string]any) string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for i, k := range keys {
		keys[i] = strconv.QuoteToASCII(k) + "=" + dump(m[k])
	}
	return "{" + strings.Join(keys, " ") + "}"
}

func items[T any](l []T) string {
	out := make([]string, len(l))
	for i, v := range l {
		out[i] = dump(v)
	}
	return "[" + strings.Join(out, " ") + "]"
}

func main() {
	var traces []ptrace.Traces
	for _, line := range lines(os.Args[2]) {
		td, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces([]byte(line))
		check(err)
		traces = append(traces, td)
	}
	for _, line := range lines(os.Args[1]) {
		line, isCase := strings.CutPrefix(line, "=== ")
		part := strings.SplitN(line, " ", 3)
		if !isCase || len(part) < 3 {
			continue
		}
		var said string
		var err error
		switch part[1] {
		case "c":
			said, err = condition(part[0], part[2], traces)
		case "v":
			said, err = value(part[2], traces)
		default:
			said, err = policy(part[2], traces)
		}
		fmt.Println("=== " + line)
		if err != nil {
			fmt.Println("--- refused " + strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("--- accepted\n" + said)
		}
	}
}
