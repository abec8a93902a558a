package dev.tailspan.infra;

import software.amazon.awscdk.App;

/** What {@code npx cdk} runs. */
public final class TailspanApp {
  private TailspanApp() {}

  /** Writes the template; wrong properties end it with what is wrong, and nothing else. */
  public static void main(String[] args) {
    App app = new App();
    try {
      new TailspanStack(app, "Tailspan", ContextProps.read(app.getNode()));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    app.synth();
  }
}
