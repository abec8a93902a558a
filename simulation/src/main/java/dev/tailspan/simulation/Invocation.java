package dev.tailspan.simulation;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

/** One invocation of a function: how long it may take, and at which request it is killed. */
final class Invocation implements Context {
  static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:simulated";

  private final World world;
  private final long deadline;
  private final int killedAtRequest;
  private final boolean killedAfter;
  private int requests;

  /**
   * @param killedAtRequest counted from 1; 0 is never
   * @param killedAfter the request had its effect
   */
  Invocation(World world, long deadline, int killedAtRequest, boolean killedAfter) {
    this.world = world;
    this.deadline = deadline;
    this.killedAtRequest = killedAtRequest;
    this.killedAfter = killedAfter;
  }

  /** Before a request is sent. */
  void before() {
    requests++;
    if (requests == killedAtRequest && !killedAfter) {
      throw new Killed("killed before request " + requests);
    }
  }

  /** After its answer has come. */
  void after() {
    if (requests == killedAtRequest && killedAfter) {
      throw new Killed("killed after request " + requests);
    }
  }

  boolean isOver() {
    return world.now() > deadline;
  }

  @Override
  public int getRemainingTimeInMillis() {
    return (int) (deadline - world.now());
  }

  @Override
  public LambdaLogger getLogger() {
    return new LambdaLogger() {
      @Override
      public void log(String message) {}

      @Override
      public void log(byte[] message) {}
    };
  }

  @Override
  public String getAwsRequestId() {
    return "00000000-0000-0000-0000-000000000000";
  }

  @Override
  public String getLogGroupName() {
    return "simulated";
  }

  @Override
  public String getLogStreamName() {
    return "simulated";
  }

  @Override
  public String getFunctionName() {
    return "simulated";
  }

  @Override
  public String getFunctionVersion() {
    return "$LATEST";
  }

  @Override
  public String getInvokedFunctionArn() {
    return ARN;
  }

  @Override
  public CognitoIdentity getIdentity() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ClientContext getClientContext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getMemoryLimitInMB() {
    return 512;
  }
}
