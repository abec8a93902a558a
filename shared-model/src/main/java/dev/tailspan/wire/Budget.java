package dev.tailspan.wire;

/** How many bytes may still come out of one record; however it is wrapped, they add up. */
final class Budget {
  private final int total;
  private int left;

  Budget(int total) {
    this.total = total;
    this.left = total;
  }

  int left() {
    return left;
  }

  void take(int bytes) {
    left -= bytes;
  }

  DecodeException exceeded() {
    return DecodeException.tooLarge(
        "the record decompresses to more than the " + total + " bytes that are allowed");
  }
}
