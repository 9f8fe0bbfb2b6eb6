package dev.tagjoin.app;

/** Reads the spellings of a part of a whole. */
final class Shares {
  private Shares() {}

  /**
   * Reads {@code 0.2} or {@code 20%}.
   *
   * @return not a number when it is neither
   */
  static double parse(String text) {
    String number = text.strip();
    boolean isPercent = number.endsWith("%");
    try {
      double value =
          Double.parseDouble(isPercent ? number.substring(0, number.length() - 1) : number);
      return isPercent ? value / 100 : value;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
