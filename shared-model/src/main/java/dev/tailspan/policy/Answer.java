package dev.tailspan.policy;

/** What a policy says, without the words. An error is no vote. */
enum Answer {
  NO,
  YES,
  ERROR;

  static Answer of(Vote vote) {
    return vote.failed() ? ERROR : of(vote.sampled());
  }

  static Answer of(boolean yes) {
    return yes ? YES : NO;
  }
}
