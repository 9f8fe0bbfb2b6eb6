package dev.tagjoin.event;

/** Reads one form of event. Implementations are thread-safe. */
interface Route {
  /**
   * Reads an event's data, which is an object.
   *
   * @return whether the data has this route's form; then at least one finding was added
   * @throws TooLargeException when the request has more findings than allowed
   */
  boolean read(Event event, Findings findings) throws TooLargeException;
}
