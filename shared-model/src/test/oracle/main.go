// Asks the OpenTelemetry Collector's own tail_sampling processor about policy files and traces, and
// writes down what it says: the golden file of ProcessorOracleTest.
//
//	go mod init oracle && go get <the modules below>@v0.165.0 && go build -o oracle .
//	./oracle write   writes cases.txt and traces.jsonl into the folder given, then asks
//	./oracle rates   does so with cases about budgets, which it wants in a folder of their own
//	./oracle ask     takes both as they are
//
// A case whose name begins with "gate" is asked with the gate usetracestate on.
//
// Every case runs in a process of its own, as some crash the processor. OTTL is not asked about: where
// its modules do not resolve, build with a copy of the processor whose NewOTTLConditionFilter fails.
package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/tailsamplingprocessor"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/featuregate"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"
)

type provider struct{ scheme, text string }

func (p provider) Retrieve(_ context.Context, _ string, _ confmap.WatcherFunc) (*confmap.Retrieved, error) {
	return confmap.NewRetrievedFromYAML([]byte(p.text))
}
func (p provider) Scheme() string                 { return p.scheme }
func (p provider) Shutdown(context.Context) error { return nil }

func factory(scheme, text string) confmap.ProviderFactory {
	return confmap.NewProviderFactory(func(confmap.ProviderSettings) confmap.Provider { return provider{scheme, text} })
}

func load(text string) (*tailsamplingprocessor.Config, error) {
	resolver, err := confmap.NewResolver(confmap.ResolverSettings{
		URIs:              []string{"case:x"},
		ProviderFactories: []confmap.ProviderFactory{factory("case", text), factory("env", "5")},
		DefaultScheme:     "env",
	})
	if err != nil {
		return nil, err
	}
	conf, err := resolver.Resolve(context.Background())
	if err != nil {
		return nil, err
	}
	sub, err := conf.Sub("tail_sampling")
	if err != nil {
		return nil, err
	}
	cfg := tailsamplingprocessor.NewFactory().CreateDefaultConfig().(*tailsamplingprocessor.Config)
	if err := sub.Unmarshal(cfg); err != nil {
		return nil, err
	}
	return cfg, confmap.Validate(cfg)
}

func run(text string, traces []string) error {
	cfg, err := load(text)
	if err != nil {
		return err
	}
	cfg.DecisionWait = time.Second
	cfg.NumShards = 1
	sink := new(consumertest.TracesSink)
	f := tailsamplingprocessor.NewFactory()
	p, err := f.CreateTraces(context.Background(), processortest.NewNopSettings(f.Type()), cfg, sink)
	if err != nil {
		return err
	}
	if err := p.Start(context.Background(), componenttest.NewNopHost()); err != nil {
		return err
	}
	index := map[pcommon.TraceID]int{}
	for i, line := range traces {
		td, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces([]byte(line))
		if err != nil {
			panic(err)
		}
		index[td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).TraceID()] = i
		if err := p.ConsumeTraces(context.Background(), td); err != nil {
			panic(err)
		}
	}
	time.Sleep(3500 * time.Millisecond)
	kept := map[string][]int{}
	for _, td := range sink.AllTraces() {
		ss := td.ResourceSpans().At(0).ScopeSpans().At(0)
		name, _ := ss.Scope().Attributes().Get("tailsampling.policy")
		kept[name.Str()] = append(kept[name.Str()], index[ss.Spans().At(0).TraceID()])
	}
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		sort.Ints(kept[name])
		fmt.Printf("%s %s\n", ranges(kept[name]), name)
	}
	return nil
}

// ranges writes 1,2,3,7 as 1-3,7.
func ranges(of []int) string {
	var out []string
	for i := 0; i < len(of); {
		j := i
		for j+1 < len(of) && of[j+1] == of[j]+1 {
			j++
		}
		if i == j {
			out = append(out, strconv.Itoa(of[i]))
		} else {
			out = append(out, fmt.Sprintf("%d-%d", of[i], of[j]))
		}
		i = j + 1
	}
	return strings.Join(out, ",")
}

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

// cases reads "=== name" and the lines that follow, up to "---" (what was said last time).
func cases(dir string) (names, texts []string) {
	skip := false
	for _, line := range lines(filepath.Join(dir, "cases.txt")) {
		switch {
		case strings.HasPrefix(line, "=== "):
			names, texts, skip = append(names, line[4:]), append(texts, ""), false
		case strings.HasPrefix(line, "--- "):
			skip = true
		case !skip && len(texts) > 0:
			texts[len(texts)-1] += line + "\n"
		}
	}
	return names, texts
}

func main() {
	dir := os.Args[2]
	if os.Args[1] == "child" {
		check(featuregate.GlobalRegistry().Set("processor.tailsamplingprocessor.recordpolicy", true))
		n, err := strconv.Atoi(os.Args[3])
		check(err)
		names, texts := cases(dir)
		gate := strings.HasPrefix(names[n], "gate")
		check(featuregate.GlobalRegistry().Set("processor.tailsamplingprocessor.usetracestate", gate))
		if err := run(texts[n], lines(filepath.Join(dir, "traces.jsonl"))); err != nil {
			fmt.Fprintln(os.Stderr, strings.ReplaceAll(err.Error(), "\n", " "))
			os.Exit(9)
		}
		return
	}
	switch os.Args[1] {
	case "write":
		write(dir)
	case "rates":
		writeRates(dir)
	}
	names, texts := cases(dir)
	answers := make([]string, len(names))
	var wg sync.WaitGroup
	gate := make(chan struct{}, 12)
	for i := range names {
		wg.Add(1)
		go func() {
			defer wg.Done()
			gate <- struct{}{}
			defer func() { <-gate }()
			var out, errs bytes.Buffer
			cmd := exec.Command(os.Args[0], "child", dir, strconv.Itoa(i))
			cmd.Stdout, cmd.Stderr = &out, &errs
			err := cmd.Run()
			switch {
			case err == nil:
				answers[i] = "--- accepted\n" + out.String()
			case cmd.ProcessState.ExitCode() == 9:
				answers[i] = "--- refused " + strings.TrimSpace(errs.String()) + "\n"
			default:
				answers[i] = "--- crashes " + strings.SplitN(errs.String(), "\n", 2)[0] + "\n"
			}
		}()
	}
	wg.Wait()
	var all strings.Builder
	for i := range names {
		all.WriteString("=== " + names[i] + "\n" + texts[i] + answers[i])
	}
	check(os.WriteFile(filepath.Join(dir, "cases.txt"), []byte(all.String()), 0o644))
}
