package dev.tailspan.functions.query;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;

/** Placeholder of the skeleton: it makes the zip build and refuses every call. */
public final class QueryHandler implements RequestStreamHandler {

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context) {
    throw new UnsupportedOperationException("query has no handler yet");
  }
}
