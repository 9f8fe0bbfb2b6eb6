package dev.tagjoin.dev;

import java.util.Locale;
import java.util.Map;

/** The trouble that the page offers by name, so that one sees what the function makes of it. */
enum Trouble {
  /** None. */
  CALM,
  /** Half of the calls fail in one of the ways of {@link FaultInjector#mix(double, long)}. */
  FLAKY,
  /** Every call answers {@code Throttling.User}. */
  THROTTLED,
  /** Every call answers {@code ServiceUnavailable}. */
  OUTAGE,
  /** {@code JoinResourceGroup} answers {@code Forbidden.RAM}. */
  DENIED;

  private static final String JOIN = "JoinResourceGroup";

  /** Makes this trouble, and ends any other. */
  void make(EmbeddedEcs ecs) {
    ecs.faults().clear();
    ecs.account().allow(JOIN, null);
    switch (this) {
      case CALM -> {}
      case FLAKY -> ecs.faults().mix(0.5, 1);
      case THROTTLED -> ecs.faults().mix(1, 1, Map.of(FaultInjector.Kind.THROTTLED, 1.0));
      case OUTAGE -> ecs.faults().mix(1, 1, Map.of(FaultInjector.Kind.UNAVAILABLE, 1.0));
      case DENIED -> ecs.account().deny(JOIN, null);
    }
  }

  /** The name in small letters, as the page and its calls write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
