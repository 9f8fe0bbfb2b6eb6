package dev.tagjoin.http;

import dev.tagjoin.doctor.Doctor;
import dev.tagjoin.report.DoctorAnswer;
import dev.tagjoin.resource.RequestContext;
import dev.tagjoin.resource.ResourceRef;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Provider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Tells a caller who proved himself what keeps the function from doing its work. */
@Path("/doctor")
@Produces(MediaType.APPLICATION_JSON)
public final class DoctorResource {
  private final Provider<Doctor> doctor;
  private final RequestContextReader calls;
  private final RecentTrouble trouble;

  /** The doctor is made when first asked for: events do without. */
  DoctorResource(Provider<Doctor> doctor, RequestContextReader calls, RecentTrouble trouble) {
    this.doctor = doctor;
    this.calls = calls;
    this.trouble = trouble;
  }

  /**
   * Looks at the rule book, the settings, the way to the services, the clock, the credentials, the
   * permissions and the target groups. Moves nothing. Answers 200 whatever is found.
   *
   * @param region the region to look at; those of the rule book, of the settings, or the function's
   *     own when missing
   * @param headers the request's headers
   */
  @GET
  @Blocking
  public Response doctor(@QueryParam("region") String region, @Context HttpHeaders headers) {
    if (region != null && !ResourceRef.isRegion(region)) {
      return Problem.response(
          400, "Bad parameter", "region: a region id such as cn-hangzhou expected", null);
    }
    RequestContext context = calls.read(headers);
    return Response.ok(DoctorAnswer.json(doctor.get().examine(context, region, trouble.last())))
        .build();
  }
}
