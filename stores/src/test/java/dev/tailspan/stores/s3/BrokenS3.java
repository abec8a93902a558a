package dev.tailspan.stores.s3;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Puts other status codes in place of the emulator's answers, one attempt after the other. */
final class BrokenS3 implements ExecutionInterceptor {
  private final Deque<Integer> statuses = new ArrayDeque<>();
  private final List<String> attempts = new ArrayList<>();

  synchronized void answerNext(int... codes) {
    for (int code : codes) {
      statuses.add(code);
    }
  }

  synchronized List<String> attempts() {
    return List.copyOf(attempts);
  }

  @Override
  public synchronized void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    attempts.add(context.httpRequest().method() + " " + context.httpRequest().encodedPath());
  }

  @Override
  public synchronized SdkHttpResponse modifyHttpResponse(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    Integer status = statuses.poll();
    return status == null
        ? context.httpResponse()
        : context.httpResponse().toBuilder().statusCode(status).build();
  }
}
