package dev.tailspan.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through the real runtime interface client, in child JVMs. */
class LocalFunctionTest {
  @TempDir Path directory;
  private LocalFunction function;

  @AfterEach
  void stop() {
    if (function != null) {
      function.close();
    }
  }

  @Test
  void answersComeFromOneProcessThatStaysWarm() throws Exception {
    start(spec(TinyHandler.class));
    JsonNode first = call("{\"a\":\"ü\"}");
    JsonNode second = call("2");
    assertThat(first.path("event").path("a").asText()).isEqualTo("ü");
    assertThat(second.path("pid")).isEqualTo(first.path("pid"));
    assertThat(second.path("calls").asInt()).isEqualTo(2);
    assertThat(function.ready()).isTrue();
  }

  @Test
  void theFunctionSeesItsContextAndVariables() throws Exception {
    start(spec(TinyHandler.class));
    JsonNode context = call("\"context\"");
    assertThat(context.path("name").asText()).isEqualTo("tiny");
    assertThat(context.path("arn").asText())
        .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:tiny");
    assertThat(context.path("left").asInt()).isBetween(1, 20_000);
    assertThat(context.path("memory").asInt()).isEqualTo(64);
    assertThat(context.path("mine").asText()).isEqualTo("yes");
    assertThat(context.path("region").asText()).isEqualTo("us-east-1");
  }

  @Test
  void aThrownExceptionIsToldAndTheProcessGoesOn() throws Exception {
    start(spec(TinyHandler.class));
    JsonNode before = call("1");
    FunctionError error = failure("\"throw\"");
    assertThat(error.type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(error).hasMessage("thrown on request");
    assertThat(call("2").path("pid")).isEqualTo(before.path("pid"));
  }

  @Test
  void aTimeOutKillsTheProcessAndANewOneTakesOver() throws Exception {
    start(spec(TinyHandler.class).withTimeout(Duration.ofSeconds(1)));
    JsonNode before = call("1");
    FunctionError error = failure("\"sleep\"");
    assertThat(error.type()).isEqualTo(FunctionError.TIMED_OUT);
    assertThat(error).hasMessageContaining("Task timed out after 1.00 seconds");
    assertThat(call("2").path("pid")).isNotEqualTo(before.path("pid"));
    assertThat(
            ProcessHandle.of(before.path("pid").asLong()).map(ProcessHandle::isAlive).orElse(false))
        .isFalse();
  }

  @Test
  void theDeathOfTheProcessFailsItsInvocationOnly() throws Exception {
    start(spec(TinyHandler.class));
    call("1");
    assertThat(failure("\"exit\"").type()).isEqualTo(FunctionError.EXITED);
    assertThat(call("2").path("calls").asInt()).isEqualTo(1);
  }

  @Test
  void aKilledProcessIsReplaced() throws Exception {
    start(spec(TinyHandler.class));
    JsonNode before = call("1");
    CompletableFuture<FunctionError> underWay =
        CompletableFuture.supplyAsync(() -> failure("\"sleep\""));
    Thread.sleep(300);
    assertThat(function.phase()).hasValue(Phase.WORKING);
    assertThat(function.killOne()).hasValue(Phase.WORKING);
    assertThat(underWay.get().type()).isEqualTo(FunctionError.EXITED);
    assertThat(call("2").path("pid")).isNotEqualTo(before.path("pid"));
  }

  @Test
  void aFunctionThatCannotStartSaysWhy() {
    start(spec(BrokenHandler.class));
    assertThat(failure("1")).hasMessageContaining("no table named");
    assertThat(failure("1")).hasMessageContaining("no table named");
  }

  @Test
  void asManyRunAtOnceAsThereAreEnvironments() throws Exception {
    start(spec(TinyHandler.class).withEnvironments(2));
    CompletableFuture<FunctionError> sleeper =
        CompletableFuture.supplyAsync(() -> failure("\"exit\""));
    assertThat(call("1").path("calls").asInt()).isEqualTo(1);
    sleeper.get();
  }

  @Test
  void anAnswerOverSixMegabytesIsAnError() throws Exception {
    start(spec(TinyHandler.class));
    assertThat(failure("\"huge\"").type()).isEqualTo(FunctionError.TOO_LARGE);
    assertThat(call("2").path("event").asInt()).isEqualTo(2);
  }

  @Test
  void anEventOverSixMegabytesIsRefused() {
    start(spec(TinyHandler.class));
    assertThat(failure("\"" + "x".repeat(7 << 20) + "\"").type())
        .isEqualTo(FunctionError.TOO_LARGE);
  }

  @Test
  void aZipThatLeadsOutOfItsDirectoryIsRefused() throws Exception {
    Path zip = directory.resolve("evil.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.putNextEntry(new ZipEntry("../evil.txt"));
    }
    FunctionSpec spec = FunctionSpec.quarkus("evil", zip, directory, Map.of());
    assertThatThrownBy(() -> LocalFunction.start(spec))
        .hasMessageContaining("evil")
        .hasRootCauseMessage(zip + " holds a path that leads out of it: ../evil.txt");
  }

  private void start(FunctionSpec spec) {
    function = LocalFunction.start(spec);
  }

  private FunctionSpec spec(Class<?> handler) {
    return FunctionSpec.quarkus(
            "tiny", zip(handler), directory.resolve("run"), Map.of("MINE", "yes"))
        .withHandler(handler.getName() + "::handleRequest")
        .withHeapMegabytes(32)
        .withTimeout(Duration.ofSeconds(20));
  }

  private Path zip(Class<?> handler) {
    Path zip = directory.resolve("tiny.zip");
    String entry = handler.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file);
        var bytes = handler.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new ZipEntry(entry));
      bytes.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zip;
  }

  private JsonNode call(String event) throws Exception {
    byte[] answer = function.invoke(event.getBytes(StandardCharsets.UTF_8));
    return new ObjectMapper().readTree(answer);
  }

  private FunctionError failure(String event) {
    return catchThrowableOfType(
        FunctionError.class, () -> function.invoke(event.getBytes(StandardCharsets.UTF_8)));
  }
}
