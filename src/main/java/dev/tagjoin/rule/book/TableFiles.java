package dev.tagjoin.rule.book;

import java.io.IOException;

/** Reads the files that tables of a rule book name. Implementations are thread-safe. */
@FunctionalInterface
public interface TableFiles {
  /** No files, for a book that is no file; {@code source} names it in the message. */
  static TableFiles none(String source) {
    return name -> {
      throw new IOException(
          source
              + " is no file, so that none is beside it; write the rows into the book, or keep the"
              + " book in a file");
    };
  }

  /**
   * The text of a file, without a byte order mark.
   *
   * @param name the file's name as the book has it
   * @throws IOException when there is no such file beside the book, or it cannot be read; the
   *     message says what to do and is shown at the place where the book names the file
   */
  String read(String name) throws IOException;
}
