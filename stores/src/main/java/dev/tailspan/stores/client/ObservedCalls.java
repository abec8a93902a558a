package dev.tailspan.stores.client;

import dev.tailspan.stores.CallObserver;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** The SDK's side of a {@link CallObserver}. */
final class ObservedCalls implements ExecutionInterceptor {
  private static final ExecutionAttribute<CallObserver.Call> CALL =
      new ExecutionAttribute<>("tailspan.call");

  private final CallObserver observer;

  ObservedCalls(CallObserver observer) {
    this.observer = observer;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    attributes.putAttribute(
        CALL,
        observer.began(
            attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
            attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)));
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    ended(attributes, null);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    ended(attributes, context.exception());
  }

  private static void ended(ExecutionAttributes attributes, @Nullable Throwable error) {
    CallObserver.Call call = attributes.getAttribute(CALL);
    if (call != null) {
      call.ended(error);
    }
  }
}
