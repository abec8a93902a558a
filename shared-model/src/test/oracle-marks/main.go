// Asks the OpenTelemetry Collector's own pkg/sampling (v0.165.0) to mark tracestates with a weight, and writes
// down what it says: the golden file of SamplingMarkTest.
//
//	go mod init oracle && go get <pkg/sampling>@v0.165.0 && go build -o oracle .
//	./oracle < marks.txt > answered.txt && mv answered.txt marks.txt
//
// A line is count, tracestate and answer, with | between; the answer is the tracestate itself where pkg/sampling
// refuses it, or refuses to lower its threshold.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/sampling"
)

func mark(state string, count float64) string {
	w3c, err := sampling.NewW3CTraceState(state)
	if err != nil {
		return state
	}
	threshold, err := sampling.ProbabilityToThreshold(1 / count)
	if err != nil || w3c.OTelValue().UpdateTValueWithSampling(threshold) != nil {
		return state
	}
	var text strings.Builder
	if w3c.Serialize(&text) != nil {
		return state
	}
	return text.String()
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		parts := strings.Split(in.Text(), "|")
		count, err := strconv.ParseFloat(parts[0], 64)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%s|%s|%s\n", parts[0], parts[1], mark(parts[1], count))
	}
}
