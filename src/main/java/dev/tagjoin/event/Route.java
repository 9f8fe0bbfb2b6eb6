package dev.tagjoin.event;

/** One form in which news of a resource arrives. */
interface Route {
  /**
   * Reads an event's data, which is an object.
   *
   * @return whether the data has this route's form; then at least one finding was noted
   * @throws TooLargeException when the request names more than a request may
   */
  boolean read(Event event, Findings findings) throws TooLargeException;
}
