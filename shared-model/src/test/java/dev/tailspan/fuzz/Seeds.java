package dev.tailspan.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import dev.tailspan.model.RandomSpans;
import dev.tailspan.model.TestTraces;
import dev.tailspan.policy.PolicyFile;
import dev.tailspan.wire.Envelopes;
import dev.tailspan.wire.OtlpProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Inputs that make sense. */
final class Seeds {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private Seeds() {}

  static List<byte[]> texts(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList();
  }

  static List<byte[]> otlp() {
    List<byte[]> seeds = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      seeds.add(OtlpProto.encode(new RandomSpans(seed).spans(2)));
    }
    seeds.add(OtlpProto.encode(TestTraces.trace(1, 3)));
    return seeds;
  }

  static List<byte[]> json() {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(resource("/corpus/opentelemetry-proto/trace.json"));
    seeds.addAll(
        texts(
            "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\""
                + "0af7651916cd43dd8448eb211c80319c\",\"spanId\":\"b7ad6b7169203331\",\"kind\":2,"
                + "\"attributes\":[{\"key\":\"a\",\"value\":{\"kvlistValue\":{\"values\":[{\"key\":"
                + "\"b\",\"value\":{\"doubleValue\":\"NaN\"}}]}}}],\"startTimeUnixNano\":\"17\"}]}]}]}",
            "[{\"traceId\":\"5982fe77008310cc80f1da5e10147517\",\"id\":\"bd7a977555f6b982\",\"name\":"
                + "\"get\",\"kind\":\"CLIENT\",\"timestamp\":1458702548467000,\"duration\":386000,"
                + "\"localEndpoint\":{\"serviceName\":\"a\",\"ipv4\":\"127.0.0.1\"},\"tags\":{\"k\":"
                + "\"v\"},\"annotations\":[{\"timestamp\":1,\"value\":\"ws\"}]}]",
            "{\"traceId\":\"AAAAAAAAAAAAAAAAAAAAAQ==\",\"spanId\":\"AAAAAAAAAAE=\",\"operationName\":"
                + "\"x\",\"references\":[],\"startTime\":\"2020-01-01T00:00:00Z\",\"duration\":\"1s\","
                + "\"process\":{\"serviceName\":\"s\"}}",
            "{\"id\":\"53995c3f42cd8ad8\",\"trace_id\":\"1-5759e988-bd862e3fe1be46a994272793\","
                + "\"name\":\"x\",\"start_time\":1.461096053E9,\"end_time\":1.461096054E9,"
                + "\"subsegments\":[{\"id\":\"53995c3f42cd8ad9\",\"name\":\"y\"}]}"));
    return seeds;
  }

  static List<byte[]> records() {
    List<byte[]> seeds = new ArrayList<>(otlp());
    seeds.addAll(json());
    byte[] small = OtlpProto.encode(TestTraces.trace(2, 2));
    seeds.add(Envelopes.gzip(small));
    seeds.add(Envelopes.zlib(small));
    seeds.add(Envelopes.deflate(small));
    seeds.add(Envelopes.unclosedGzip(small));
    seeds.add(Envelopes.aggregated(small, Envelopes.gzip(small)));
    seeds.add(Zstd.compress(small));
    return seeds;
  }

  static List<byte[]> policyFiles() {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(PolicyFile.defaultYaml());
    for (String document : List.of("policies.md", "policy-files.md")) {
      YAML.matcher(new String(file(Path.of("..", "docs", document)), UTF_8))
          .results()
          .forEach(match -> seeds.add(match.group(1).getBytes(UTF_8)));
    }
    return seeds;
  }

  static List<byte[]> conditions() {
    String cases = new String(resource("/dev/tailspan/ottl/cases.txt"), UTF_8);
    List<String> all =
        Pattern.compile("(?m)^=== \\S+ c (.*)$")
            .matcher(cases)
            .results()
            .map((MatchResult match) -> match.group(1))
            .toList();
    List<byte[]> seeds = new ArrayList<>();
    int step = Math.max(1, all.size() / 300);
    for (int i = 0; i < all.size(); i += step) {
      seeds.add(all.get(i).getBytes(UTF_8));
    }
    return seeds;
  }

  private static byte[] file(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = Seeds.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
