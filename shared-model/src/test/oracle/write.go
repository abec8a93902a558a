package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

//go:embed written.txt
var handwritten string

var random = rand.New(rand.NewSource(20261124))

func pick[T any](of ...T) T { return of[random.Intn(len(of))] }

type object = map[string]any

func attribute(key string) object {
	value := pick(
		object{"stringValue": pick("", "a", "abc", "GET", "/pay", "xabcx", "a\nb", "true", "Ünï")},
		object{"stringValue": pick("a", "abc", "/pay", "/pay/1")},
		object{"intValue": pick("0", "1", "-5", "200", "500", "9223372036854775807")},
		object{"boolValue": pick(true, false)},
		object{"doubleValue": pick(0.5, 200.0)},
		object{"arrayValue": object{"values": []object{{"stringValue": "abc"}}}},
		object{})
	return object{"key": key, "value": value}
}

func attributes() []object {
	var out []object
	for _, key := range []string{"k", "http.status_code", "flag"} {
		if random.Intn(3) > 0 {
			out = append(out, attribute(key))
		}
	}
	return out
}

// spans come in the order of their starts, each under a resource of its own, so that the order of
// arrival is the order in which we look at them.
func trace() object {
	id := fmt.Sprintf("%016x%016x", random.Uint64(), random.Uint64())
	base := uint64(1_700_000_000_000_000_000)
	var spans []object
	for range 1 + random.Intn(5) {
		start := base + uint64(random.Intn(4))*250_000_000 + uint64(random.Intn(3))*999_999
		end := start + uint64(pick(0, 1, 999_999, 1_000_000, 499_999_999, 500_000_000, 500_999_999, 501_000_000, 2_000_000_000))
		switch random.Intn(25) {
		case 0:
			start = 0
		case 1:
			start, end = 0, 0
		case 2:
			end = 0
		case 3:
			end = start - 3_000_000
		}
		spans = append(spans, object{
			"traceId": id, "spanId": fmt.Sprintf("%016x", random.Uint64()|1),
			"startTimeUnixNano": fmt.Sprint(start), "endTimeUnixNano": fmt.Sprint(end), "_start": start,
			"name": "n", "flags": pick(0, 0, 0, 1, 2, 256, 257),
			"traceState": pick("", "", "", "k=abc", "x=1, k=abc ,,y=2", "K=abc", "k=abc,k=abc", "k= abc", "k=ab=c", "k=a/pay"),
			"status":     object{"code": pick(0, 0, 0, 1, 2)}, "attributes": attributes()})
	}
	sort.Slice(spans, func(i, j int) bool {
		a, b := spans[i], spans[j]
		if a["_start"] != b["_start"] {
			return a["_start"].(uint64) < b["_start"].(uint64)
		}
		return a["spanId"].(string) < b["spanId"].(string)
	})
	var resources []object
	for _, span := range spans {
		delete(span, "_start")
		var own []object
		if random.Intn(3) == 0 {
			own = attributes()
		}
		resources = append(resources, object{"resource": object{"attributes": own}, "scopeSpans": []object{{"spans": []object{span}}}})
	}
	return object{"resourceSpans": resources}
}

func basic() (string, object) {
	invert := pick(true, false)
	switch random.Intn(10) {
	case 0:
		return "always_sample", nil
	case 1:
		o := object{"threshold_ms": pick(-1, 0, 1, 499, 500, 501, 1000, 2000)}
		if random.Intn(2) == 0 {
			o["upper_threshold_ms"] = pick(0, 500, 501, 1000, 2500)
		}
		return "latency", o
	case 2:
		o := object{"key": pick("http.status_code", "k"), "invert_match": invert, "min_value": pick(1, 200, 500, -5)}
		if random.Intn(2) == 0 {
			o["max_value"] = pick(0, 200, 500)
		}
		return "numeric_attribute", o
	case 3:
		return "probabilistic", object{"sampling_percentage": pick(0.0, 1, 10, 25, 33.3, 50, 99.9, 100, 200, -1), "hash_salt": pick("", "default-hash-seed", "salt", "Sälz")}
	case 4:
		return "status_code", object{"status_codes": pick([]string{"OK"}, []string{"ERROR"}, []string{"UNSET", "OK"})}
	case 5:
		return "string_attribute", object{"key": pick("k", "nowhere"), "invert_match": invert, "values": pick([]string{"abc"}, []string{"", "/pay"}, []string{""}, []string{"a", "GET"}, []string{})}
	case 6:
		return "string_attribute", object{"key": pick("k", "nowhere"), "invert_match": invert, "enabled_regex_matching": true,
			"values": pick([]string{"b"}, []string{"^a$"}, []string{"^$"}, []string{".*"}, []string{"a.b"}, []string{"(?i)get", "zzz"}, []string{`\pL\p{Ll}$`}, []string{""}, []string{})}
	case 7:
		return "boolean_attribute", object{"key": pick("flag", "k"), "value": pick(true, false), "invert_match": invert}
	case 8:
		return pick("trace_flags", "trace_flags"), nil
	default:
		if random.Intn(2) == 0 {
			return "span_count", object{"min_spans": pick(0, 1, 2, 4), "max_spans": pick(0, 1, 3)}
		}
		return "trace_state", object{"key": pick("k", "K"), "values": pick([]string{"abc"}, []string{"", "a/pay"}, []string{" abc"})}
	}
}

func policy(name string, depth int) object {
	kind, block := basic()
	if depth == 0 {
		switch random.Intn(7) {
		case 0, 1:
			kind, block = "and", object{"and_sub_policy": parts(true)}
		case 2:
			kind, block = "not", object{"not_sub_policy": policy("p", 2)}
		case 3:
			kind, block = "drop", object{"drop_sub_policy": parts(true)}
		}
	} else if depth == 1 && random.Intn(4) == 0 {
		kind, block = "not", object{"not_sub_policy": policy("p", 2)}
	}
	o := object{"name": name, "type": kind}
	if block != nil {
		o[kind] = block
	}
	return o
}

func parts(_ bool) []object {
	var out []object
	for range 1 + random.Intn(3) {
		out = append(out, policy("p", 1))
	}
	return out
}

func write(dir string) {
	var traces, text strings.Builder
	for range 120 {
		line, err := json.Marshal(trace())
		check(err)
		traces.Write(append(line, '\n'))
	}
	for i, c := range strings.Split(handwritten, "\n===\n") {
		fmt.Fprintf(&text, "=== written %d\n%s\n", i, strings.Trim(c, "\n"))
	}
	for i := range 150 {
		var policies []object
		for j := range 1 + random.Intn(4) {
			policies = append(policies, policy(fmt.Sprintf("p%d", j), 0))
		}
		line, err := json.Marshal(object{"tail_sampling": object{"policies": policies, "sample_on_first_match": random.Intn(3) == 0}})
		check(err)
		fmt.Fprintf(&text, "=== random %d\n%s\n", i, line)
	}
	check(os.WriteFile(filepath.Join(dir, "traces.jsonl"), []byte(traces.String()), 0o644))
	check(os.WriteFile(filepath.Join(dir, "cases.txt"), []byte(text.String()), 0o644))
}
