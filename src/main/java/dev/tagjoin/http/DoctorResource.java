package dev.tagjoin.http;

import dev.tagjoin.doctor.Doctor;
import dev.tagjoin.report.JsonWriter;
import dev.tagjoin.resource.ResourceRef;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Tells an authenticated caller what keeps the function from working. */
@Path("/doctor")
@Produces(MediaType.APPLICATION_JSON)
public final class DoctorResource {
  /** Made when first asked for: events do without. */
  @Inject Provider<Doctor> doctor;

  @Inject RequestContextReader calls;
  @Inject RecentTrouble trouble;
  @Inject RequestLog log;

  /**
   * Checks the rule book, the settings, the network, the clock, the credentials, the permissions
   * and the target groups. Moves nothing. Answers 200 whatever is found.
   *
   * @param region the region to check; those of the rule book, of the settings, or the function's
   *     own when missing
   */
  @GET
  @Blocking
  public Response doctor(
      @QueryParam("region") String region, @Context UriInfo uri, @Context HttpHeaders headers) {
    String asked = QueryParameters.only(uri, "region");
    if (asked != null && !ResourceRef.isRegion(asked)) {
      throw QueryParameters.bad("region: \"" + asked + "\" is not a region id such as cn-hangzhou");
    }
    RequestInfo request = calls.read("/doctor", headers, true);
    byte[] report =
        JsonWriter.checks(doctor.get().examine(request.context(), asked, trouble.last()));
    log.answered(request);
    return Response.ok(report).build();
  }
}
