package dev.tagjoin.rule;

import java.util.List;
import java.util.stream.Collectors;

/** A text that is no valid rule book: everything that is wrong with it, at once. */
public final class RuleBookException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  RuleBookException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** At least one fault, in the order of their positions. */
  public List<Fault> faults() {
    return faults;
  }
}
