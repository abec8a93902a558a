package dev.tailspan.trace;

/**
 * What went from one service to another: a span and a child of it in a different service. The
 * duration is the child's; an error is one of the child, or of the client that called it.
 *
 * @param caller service of the parent, or {@link ServiceStats#OTHER} for all edges past the cap
 * @param callee service of the child
 * @param messaging from a producer to a consumer, rather than a call that is waited for
 * @param stats a view, which changes as traces are added
 */
public record EdgeStats(String caller, String callee, boolean messaging, CallStats stats) {}
