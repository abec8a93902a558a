package dev.tailspan.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The function of the tests: does what its event says, in a child JVM. */
public final class TinyHandler implements RequestStreamHandler {
  private int calls;

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    String event = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    calls++;
    switch (event) {
      case "\"throw\"" -> throw new IllegalStateException("thrown on request");
      case "\"exit\"" -> Runtime.getRuntime().halt(3);
      case "\"sleep\"" -> sleep();
      case "\"huge\"" ->
          out.write(("\"" + "x".repeat(7 << 20) + "\"").getBytes(StandardCharsets.UTF_8));
      case "\"context\"" ->
          out.write(
              "{\"name\":\"%s\",\"arn\":\"%s\",\"left\":%d,\"memory\":%d,\"mine\":\"%s\",\"region\":\"%s\"}"
                  .formatted(
                      context.getFunctionName(),
                      context.getInvokedFunctionArn(),
                      context.getRemainingTimeInMillis(),
                      context.getMemoryLimitInMB(),
                      System.getenv("MINE"),
                      System.getenv("AWS_REGION"))
                  .getBytes(StandardCharsets.UTF_8));
      default ->
          out.write(
              "{\"pid\":%d,\"calls\":%d,\"event\":%s}"
                  .formatted(ProcessHandle.current().pid(), calls, event)
                  .getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
