package dev.tailspan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A bug planted in a source file of Tailspan: text replaced, the file compiled, and the simulation
 * run over it by a class loader that prefers what was compiled so.
 *
 * @param source from the root of the repository
 */
record Mutant(String name, String source, List<Edit> edits) {
  private static final Path ROOT = Path.of("..");

  /** One replacement; the text must be there once. */
  record Edit(String text, String replacement) {}

  static Mutant of(String name, String source, String... textsAndReplacements) {
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < textsAndReplacements.length; i += 2) {
      edits.add(new Edit(textsAndReplacements[i], textsAndReplacements[i + 1]));
    }
    return new Mutant(name, source, edits);
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * The simulation with this bug in it: given a seed, says what is wrong, or nothing.
   *
   * @param folder for the compiled classes
   */
  LongFunction<String> plant(Path folder) throws Exception {
    Path mutated = folder.resolve("source").resolve(Path.of(source).getFileName());
    Files.createDirectories(mutated.getParent());
    Files.writeString(mutated, mutatedSource());
    Path classes = Files.createDirectories(folder.resolve("classes"));
    compile(mutated, classes);
    URLClassLoader loader = new PreferringLoader(classes);
    Class<?> probe = loader.loadClass(SeedProbe.class.getName());
    @SuppressWarnings("unchecked")
    LongFunction<String> made = (LongFunction<String>) probe.getConstructor().newInstance();
    return made;
  }

  private String mutatedSource() throws IOException {
    String text = Files.readString(ROOT.resolve(source));
    for (Edit edit : edits) {
      assertThat(text.split(Pattern.quote(edit.text()), -1))
          .as("%s: this text is no longer there, or not once: %s", source, edit.text())
          .hasSize(2);
      text = text.replace(edit.text(), edit.replacement());
    }
    return text;
  }

  private void compile(Path file, Path classes) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  problems,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-nowarn",
                      "-cp",
                      System.getProperty("java.class.path"),
                      "-d",
                      classes.toString()),
                  null,
                  files.getJavaFileObjects(file))
              .call();
      assertThat(compiled).as("%s does not compile: %s", name, problems).isTrue();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All of Tailspan anew, with the mutated classes; what is not Tailspan's from the parent. */
  private static final class PreferringLoader extends URLClassLoader {
    PreferringLoader(Path classes) throws IOException {
      super(urls(classes), Mutant.class.getClassLoader());
    }

    private static URL[] urls(Path classes) throws IOException {
      List<URL> urls = new ArrayList<>();
      urls.add(classes.toUri().toURL());
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        if (!name.startsWith("dev.tailspan.")) {
          return super.loadClass(name, resolve);
        }
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }
  }
}
