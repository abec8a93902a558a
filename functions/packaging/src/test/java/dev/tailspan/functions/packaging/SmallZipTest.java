package dev.tailspan.functions.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceClassVisitor;

class SmallZipTest {
  private static final String TRIMMED = "lib/org.jctools.some-1.jar";
  private static final String WHOLE = "lib/io.quarkus.some-1.jar";

  @TempDir Path folder;
  private Path zip;

  static class Handler {
    Object called() throws ReflectiveOperationException {
      Supplier<Object> lambda = Generic::new;
      return Class.forName(
          "dev.tailspan.functions.packaging.SmallZipTest$ByName",
          true,
          lambda.getClass().getClassLoader());
    }
  }

  static class Generic extends Parent {}

  static class Parent {
    Deep[][] held = {};
  }

  static class Deep {}

  static class ByName {}

  static class Listed {}

  static class Unreached {
    Deep held = new Deep();
  }

  @BeforeEach
  void makeZip() throws IOException {
    zip = folder.resolve("function.zip");
    Map<String, byte[]> trimmed = new TreeMap<>();
    for (Class<?> type :
        new Class<?>[] {
          Generic.class, Parent.class, Deep.class, ByName.class, Listed.class, Unreached.class
        }) {
      trimmed.put(file(type), classFile(type));
    }
    trimmed.put(
        "META-INF/services/x.Y",
        ("# what\n" + Listed.class.getName() + "\n").getBytes(StandardCharsets.UTF_8));
    trimmed.put("META-INF/maven/a/b/pom.xml", new byte[10]);
    trimmed.put("META-INF/some.properties", new byte[10]);
    trimmed.put("linux/amd64/lib.so", new byte[10]);
    trimmed.put("linux/aarch64/lib.so", new byte[10]);
    trimmed.put("linux/s390x/lib.so", new byte[10]);
    trimmed.put("darwin/aarch64/lib.dylib", new byte[10]);
    Archive whole =
        new Archive(WHOLE, new TreeMap<>(Map.of(file(Rules.class), classFile(Rules.class))));
    Archive alone =
        new Archive(
            "lib/joda-time.x.jar",
            new TreeMap<>(Map.of(file(Archive.class), classFile(Archive.class))));
    Map<String, byte[]> files = new TreeMap<>();
    files.put(file(Handler.class), classFile(Handler.class));
    for (Archive jar : new Archive[] {new Archive(TRIMMED, trimmed), whole, alone}) {
      files.put(jar.name(), jar.toBytes(true));
    }
    Files.write(zip, new Archive("", files).toBytes(true));
  }

  @Test
  void keepsWhatIsReachedByCodeByNameOrByAListAndNothingElse() throws IOException {
    SmallZip.shrink(zip);
    assertThat(jar(TRIMMED).files().keySet())
        .containsExactlyInAnyOrder(
            file(Generic.class),
            file(Parent.class),
            file(Deep.class),
            file(ByName.class),
            file(Listed.class),
            "META-INF/services/x.Y",
            "META-INF/some.properties",
            "linux/amd64/lib.so",
            "linux/aarch64/lib.so");
  }

  @Test
  void keepsFrameworksWholeAndDropsJarsWithoutAReachedClass() throws IOException {
    SmallZip.shrink(zip);
    assertThat(jar(WHOLE).files()).containsOnlyKeys(file(Rules.class));
    assertThat(root().files()).containsOnlyKeys(file(Handler.class), TRIMMED, WHOLE);
  }

  @Test
  void storesJarsSoThatOnlyTheZipPacks() throws IOException {
    SmallZip.shrink(zip);
    Path jar = Files.write(folder.resolve("one.jar"), root().files().get(TRIMMED));
    try (ZipFile in = new ZipFile(jar.toFile())) {
      assertThat(in.stream()).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
    }
  }

  @Test
  void takesNamesOfVariablesFromLibrariesAndLeavesLinesAndOurOwn() throws IOException {
    assertThat(text(classFile(Rules.class))).contains("LOCALVARIABLE", "LINENUMBER");
    SmallZip.shrink(zip);
    String library = text(jar(WHOLE).files().get(file(Rules.class)));
    assertThat(library).contains("LINENUMBER").doesNotContain("LOCALVARIABLE");
    assertThat(root().files().get(file(Handler.class))).isEqualTo(classFile(Handler.class));
  }

  @Test
  void makesTheSameBytesOfItsOwnResult() throws IOException {
    SmallZip.shrink(zip);
    byte[] once = Files.readAllBytes(zip);
    SmallZip.shrink(zip);
    assertThat(Files.readAllBytes(zip)).isEqualTo(once);
  }

  @Test
  void failsAboveItsLimitAndSaysSo() {
    assertThatThrownBy(() -> SmallZip.main(new String[] {zip.toString(), "0.001"}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("may have 0.001");
  }

  private Archive root() throws IOException {
    return Archive.read("", Files.readAllBytes(zip));
  }

  private Archive jar(String name) throws IOException {
    return Archive.read(name, root().files().get(name));
  }

  private static String text(byte[] classFile) {
    StringWriter text = new StringWriter();
    new ClassReader(classFile)
        .accept(new TraceClassVisitor(null, new Textifier(), new PrintWriter(text)), 0);
    return text.toString();
  }

  private static String file(Class<?> type) {
    return type.getName().replace('.', '/') + Archive.CLASS;
  }

  private static byte[] classFile(Class<?> type) throws IOException {
    try (InputStream in = type.getClassLoader().getResourceAsStream(file(type))) {
      return in.readAllBytes();
    }
  }
}
