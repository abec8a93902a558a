package dev.tailspan.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZstdNativesTest {
  @ParameterizedTest
  @CsvSource({"Linux,amd64", "Linux,aarch64"})
  void theZipsHaveThoseOfLambda(String system, String processor) {
    assertThat(ZstdNatives.jarFor(system, processor)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Mac OS X,aarch64,darwin/aarch64/",
    "Mac OS X,x86_64,darwin/x86_64/",
    "Windows 11,amd64,win/amd64/",
    "Linux,riscv64,linux/riscv64/",
    "Linux,s390x,linux/s390x/"
  })
  void otherMachinesFindTheirsBehindTheFunctionsOwn(String system, String processor, String folder)
      throws IOException {
    Path jar = ZstdNatives.jarFor(system, processor).orElseThrow();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).toList();
      assertThat(names).anyMatch(name -> name.startsWith(folder + "libzstd-jni"));
    }
  }

  @Test
  void theyComeLastOnTheClassPath() throws IOException {
    Path own = Path.of("function");
    String elsewhere = new FunctionCode(own, List.of()).classPath("Mac OS X", "aarch64");
    Path jar = ZstdNatives.jarFor("Mac OS X", "aarch64").orElseThrow();
    assertThat(elsewhere).isEqualTo(own + File.pathSeparator + jar);
    assertThat(new FunctionCode(own, List.of()).classPath("Linux", "amd64")).isEqualTo("function");
  }
}
