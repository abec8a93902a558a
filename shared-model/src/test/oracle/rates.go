package main

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
)

// writeRates writes traces of many sizes and policy files whose answers do not depend on the order in which the
// processor takes the traces of a tick, which is random: with the gate usetracestate, or where all or none fits.
func writeRates(dir string) {
	rnd := rand.New(rand.NewSource(5))
	var out strings.Builder
	for i := 0; i < 80; i++ {
		id := make([]byte, 16)
		rnd.Read(id)
		state := []string{"", "", "ot=rv:%014x", "ot=th:8", "ot=th:c;rv:%014x", "a=b,ot=rv:%014x", "ot=rv:zz", "k=v"}[rnd.Intn(8)]
		if strings.Contains(state, "%") {
			state = fmt.Sprintf(state, rnd.Int63n(1<<56))
		}
		var resources []any
		for left := 1 + rnd.Intn(12); left > 0; {
			n := min(left, 1+rnd.Intn(4))
			left -= n
			var spans []any
			for ; n > 0; n-- {
				span := make([]byte, 8)
				rnd.Read(span)
				s := map[string]any{
					"traceId": hex.EncodeToString(id), "spanId": hex.EncodeToString(span),
					"name": strings.Repeat("n", rnd.Intn(200)), "traceState": state,
					"startTimeUnixNano": "1700000000000000000", "endTimeUnixNano": "1700000000001000000",
				}
				if rnd.Intn(3) == 0 {
					s["status"] = map[string]any{"code": 2, "message": "m"}
				}
				if rnd.Intn(2) == 0 {
					s["parentSpanId"] = "0102030405060708"
				}
				if rnd.Intn(2) == 0 {
					s["kind"] = 1 + rnd.Intn(5)
				}
				if rnd.Intn(2) == 0 {
					s["attributes"] = []any{map[string]any{"key": "k", "value": map[string]any{"stringValue": strings.Repeat("v", rnd.Intn(300))}}}
				}
				spans = append(spans, s)
			}
			scope := map[string]any{"spans": spans}
			if rnd.Intn(2) == 0 {
				scope["scope"] = map[string]any{"name": "lib", "version": "1"}
			}
			resource := map[string]any{"scopeSpans": []any{scope}}
			if rnd.Intn(2) == 0 {
				resource["resource"] = map[string]any{"attributes": []any{map[string]any{"key": "service.name", "value": map[string]any{"stringValue": fmt.Sprint("s", i, left)}}}}
			}
			resources = append(resources, resource)
		}
		line, err := json.Marshal(map[string]any{"resourceSpans": resources})
		check(err)
		out.Write(line)
		out.WriteByte('\n')
	}
	check(os.WriteFile(filepath.Join(dir, "traces.jsonl"), []byte(out.String()), 0o644))

	errors := "{name: e, type: status_code, status_code: {status_codes: [ERROR]}}"
	spans := func(name string, burst int) string {
		return fmt.Sprintf("{name: %s, type: rate_limiting, rate_limiting: {spans_per_second: 1, burst_capacity: %d}}", name, burst)
	}
	bytes := func(name string, burst int) string {
		return fmt.Sprintf("{name: %s, type: bytes_limiting, bytes_limiting: {bytes_per_second: 1, burst_capacity: %d}}", name, burst)
	}
	and := func(parts ...string) string {
		return "{name: a, type: and, and: {and_sub_policy: [" + strings.Join(parts, ", ") + "]}}"
	}
	prob := func(percent float64) string {
		return fmt.Sprintf("{name: p, type: probabilistic, probabilistic: {sampling_percentage: %v}}", percent)
	}
	drop := func(part string) string {
		return "{name: d, type: drop, drop: {drop_sub_policy: [" + part + "]}}"
	}
	var cases strings.Builder
	n := 0
	add := func(gate bool, head string, policies ...string) {
		n++
		name := fmt.Sprint("rates ", n)
		if gate {
			name = fmt.Sprint("gate ", n)
		}
		fmt.Fprintf(&cases, "=== %s\ntail_sampling: {%spolicies: [%s]}\n", name, head, strings.Join(policies, ", "))
	}
	for _, burst := range []int{1, 3, 7, 12, 20, 50, 111, 200, 400, 1000} {
		add(true, "", spans("s", burst))
		add(true, "", and(errors, spans("s", burst)))
		add(true, "", and(spans("s", burst), errors, spans("t", burst/2+1)))
		add(true, "", prob(20), spans("s", burst))
		add(true, "sample_on_first_match: true, ", errors, spans("s", burst))
		add(true, "", drop(errors), spans("s", burst), prob(1))
		add(true, "", errors, and(prob(50), spans("s", burst)))
		add(true, "", bytes("b", burst*300+rnd.Intn(300)))
		add(true, "", and(bytes("b", burst*200+rnd.Intn(300)), spans("s", burst)))
	}
	for _, percent := range []float64{0, 1, 25, 50, 99.5, 100} {
		add(true, "", prob(percent))
		add(false, "", prob(percent))
	}
	for _, size := range []int{500, 1000, 1500, 2000, 2500, 3000} {
		for i := 0; i < 4; i++ {
			add(false, fmt.Sprintf("maximum_trace_size_bytes: %d, ", size+rnd.Intn(500)), "{name: all, type: always_sample}")
		}
	}
	all := "{name: all, type: always_sample}"
	composite := func(total int, rest string) string {
		return fmt.Sprintf("{name: c, type: composite, composite: {max_total_spans_per_second: %d, %s}}", total, rest)
	}
	subs := "composite_sub_policy: [" + errors + ", " + all + "]"
	add(false, "", spans("s", 1_000_000))
	add(false, "", "{name: s, type: rate_limiting, rate_limiting: {spans_per_second: 1000000}}")
	add(false, "", "{name: s, type: rate_limiting}")
	add(false, "", "{name: s, type: rate_limiting, rate_limiting: {spans_per_second: -5}}")
	add(false, "", "{name: s, type: rate_limiting, rate_limiting: {spans_per_second: 100000, burst_capacity: -5}}")
	add(false, "", "{name: s, type: rate_limiting, rate_limiting: {spans_per_second: 0, burst_capacity: 100000}}")
	add(false, "", "{name: s, type: rate_limiting, rate_limiting: {spans_per_seconds: 1}}")
	add(false, "", "{name: b, type: bytes_limiting, bytes_limiting: {bytes_per_second: 100000000}}")
	add(false, "", "{name: b, type: bytes_limiting}")
	add(false, "", "{name: n, type: not, not: {not_sub_policy: "+spans("s", 1_000_000)+"}}")
	add(false, "", "{name: n, type: not, not: {not_sub_policy: {name: x, type: rate_limiting}}}")
	add(false, "", drop(spans("s", 1_000_000)), all)
	add(false, "", composite(1_000_000, subs))
	add(false, "", composite(0, subs))
	add(false, "", composite(-5, subs))
	add(false, "", composite(1_000_000, "composite_sub_policy: []"))
	add(false, "", composite(1_000_000, subs+", policy_order: [all, e], rate_allocation: [{policy: e, percent: 100}]"))
	add(false, "", composite(100_000, subs+", rate_allocation: [{policy: e, percent: 90}, {policy: all, percent: 90}]"))
	add(false, "", composite(1_000_000, subs+", rate_allocation: [{policy: e, percent: -5}]"))
	add(false, "", composite(1_000_000, "composite_sub_policy: ["+and(errors, all)+"]"))
	add(false, "", composite(1_000_000, "composite_sub_policy: [{name: n, type: not, not: {not_sub_policy: {name: x, type: always_sample}}}]"))
	add(false, "", composite(1_000_000, "composite_sub_policy: [{name: x, type: composite}]"))
	add(false, "", composite(1_000_000, "composite_sub_policy: [{name: '', type: always_sample}, {type: always_sample}]"))
	add(true, "", composite(1_000_000, subs))
	add(true, "", "{name: n, type: not, not: {not_sub_policy: "+spans("s", 1_000_000)+"}}", prob(10))
	check(os.WriteFile(filepath.Join(dir, "cases.txt"), []byte(cases.String()), 0o644))
}
