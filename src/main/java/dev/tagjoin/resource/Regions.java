package dev.tagjoin.resource;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The regions that may be contacted. A region becomes a part of a host name, so that a name out of
 * an event could send signed calls to somebody else's host. Immutable.
 *
 * @param vendor those of the vendor's table of endpoints
 * @param configured those of {@code TAGJOIN_REGIONS}
 * @param ofBook gives those that the present rule book names; asked last
 */
public record Regions(
    Set<String> vendor,
    Collection<String> configured,
    Supplier<? extends Collection<String>> ofBook) {
  public Regions {
    configured = Set.copyOf(configured);
  }

  /** The vendor's regions alone. */
  public static Regions of(Set<String> vendor) {
    return new Regions(vendor, List.of(), List::of);
  }

  /**
   * Why a region must not be contacted, or {@code null} when it may be.
   *
   * @param context tells the function's own region, as far as the platform does
   */
  public String refusal(String region, RequestContext context) {
    return vendor.contains(region)
            || region.equals(context.region())
            || configured.contains(region)
            || ofBook.get().contains(region)
        ? null
        : "region "
            + region
            + " is not known; if it is a region of Alibaba Cloud, list it in TAGJOIN_REGIONS";
  }
}
