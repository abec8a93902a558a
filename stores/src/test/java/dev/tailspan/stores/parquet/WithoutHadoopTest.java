package dev.tailspan.stores.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithoutHadoopTest {
  @TempDir private Path folder;

  @Test
  void filesAreWrittenInAJvmThatHasNoHadoopAndAreTheSame() throws Exception {
    List<String> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).toList();
    String without =
        classPath.stream()
            .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("hadoop-"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(without.split(File.pathSeparator))
        .as("Hadoop was there")
        .hasSize(classPath.size() - 2);

    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                without,
                WritesWithoutHadoop.class.getName(),
                folder.resolve("a").toString())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("err"))).isZero();

    String file = Files.readString(out, UTF_8).strip();
    assertThat(WritesWithoutHadoop.write(folder.resolve("b"))).isEqualTo(file);
    assertThat(folder.resolve("a").resolve(file))
        .hasSameBinaryContentAs(folder.resolve("b").resolve(file));
  }
}
