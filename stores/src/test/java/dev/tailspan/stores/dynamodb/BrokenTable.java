package dev.tailspan.stores.dynamodb;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Lets requests take effect, and then answers so many of them with status 500. */
final class BrokenTable implements ExecutionInterceptor {
  private int left;

  synchronized void failNext(int answers) {
    left = answers;
  }

  @Override
  public synchronized SdkHttpResponse modifyHttpResponse(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return left-- > 0
        ? context.httpResponse().toBuilder().statusCode(500).build()
        : context.httpResponse();
  }
}
