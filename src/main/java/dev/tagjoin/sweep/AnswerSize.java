package dev.tagjoin.sweep;

import dev.tagjoin.reconcile.Outcome;

/** Estimates how many bytes outcomes take in an answer. */
final class AnswerSize {
  /** The bytes that the outcomes of one answer may take, well below the 6 MB of AWS Lambda. */
  static final long MAX_BYTES = 4_500_000;

  /** Names, quotes and the longest region, account and group. */
  private static final long FIXED_BYTES = 260;

  private AnswerSize() {}

  /** About the bytes of an outcome, rather too many than too few. */
  static long of(Outcome outcome) {
    long size = FIXED_BYTES + of(outcome.rule()) + of(outcome.from()) + of(outcome.to());
    size += of(outcome.requestId()) + of(outcome.code()) + of(outcome.reason());
    if (outcome.follows() != null) {
      size += 40 + of(outcome.follows().id());
    }
    Outcome.Resource resource = outcome.resource();
    return size + of(resource.type()) + of(resource.id()) + of(resource.region());
  }

  private static int of(String text) {
    if (text == null) {
      return 0;
    }
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // a quotation mark is escaped, other letters take up to three bytes
      size += c >= 0x80 ? 3 : c == '"' || c == '\\' ? 2 : 1;
    }
    return size;
  }
}
