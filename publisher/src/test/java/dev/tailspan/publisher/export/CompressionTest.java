package dev.tailspan.publisher.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where zstd-jni is left out: the same classes in a class loader that has nothing else. */
class CompressionTest {
  private final URLClassLoader loader =
      new URLClassLoader(
          new URL[] {Compression.class.getProtectionDomain().getCodeSource().getLocation()},
          ClassLoader.getPlatformClassLoader());

  @AfterEach
  void close() throws Exception {
    loader.close();
  }

  private Object call(String constant, String method, Class<?>[] types, Object... arguments)
      throws Exception {
    Class<?> compression = loader.loadClass(Compression.class.getName());
    Method called = compression.getDeclaredMethod(method, types);
    called.setAccessible(true);
    Object value = compression.getMethod("valueOf", String.class).invoke(null, constant);
    try {
      return called.invoke(value, arguments);
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  @Test
  void gzipWorks() throws Exception {
    byte[] plain = "x".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    call("GZIP", "check", new Class<?>[0]);
    assertThat((byte[]) call("GZIP", "pack", new Class<?>[] {byte[].class}, plain))
        .hasSizeLessThan(100);
  }

  @Test
  void zstdSaysAtTheStartWhatIsMissing() {
    assertThatThrownBy(() -> call("ZSTD", "check", new Class<?>[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("com.github.luben:zstd-jni")
        .hasMessageContaining("set compression to gzip");
  }
}
