package dev.tagjoin.nativeimage;

import com.aliyuncs.AcsResponse;
import com.google.gson.JsonObject;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;

/**
 * Replaces parts of the vendor's SDK in the native executable. SM3 signatures (a security provider)
 * and XML answers (JAXB) are never used here and are cut out. Date formats and the table of all
 * products' endpoints are replaced by cheaper code with the same result. The build of the
 * executable fails when a new version of the SDK lacks one of these parts.
 */
@SuppressWarnings("DoNotCallSuggester")
final class SdkSubstitutions {
  private SdkSubstitutions() {}

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("not part of this executable");
  }

  @TargetClass(className = "com.aliyuncs.auth.signers.HmacSM3Signer")
  static final class Sm3Signer {
    private Sm3Signer() {}

    @Substitute
    public String signString(String stringToSign, String accessKeySecret) {
      throw unused();
    }

    @Substitute
    public byte[] hash(byte[] raw) {
      throw unused();
    }
  }

  @TargetClass(className = "com.aliyuncs.unmarshaller.XmlUnmashaller")
  static final class XmlUnmarshaller {
    private XmlUnmarshaller() {}

    @Substitute
    public <T extends AcsResponse> T unmarshal(Class<T> type, String content) {
      throw unused();
    }
  }

  @TargetClass(className = "com.aliyuncs.reader.XmlReader")
  static final class XmlReader {
    private XmlReader() {}

    @Substitute
    public Map<String, String> read(String response, String endpoint) {
      throw unused();
    }

    @Substitute
    public Map<String, String> readForHideArrayItem(String response, String endpoint) {
      throw unused();
    }
  }

  /** A date format loads and inflates the names of months and days for a text without any. */
  @TargetClass(className = "com.aliyuncs.utils.ParameterHelper")
  static final class Timestamps {
    private Timestamps() {}

    @Substitute
    @SuppressWarnings("JavaUtilDate")
    public static String getISO8601Time(Date date) {
      return Instant.ofEpochMilli(date.getTime()).truncatedTo(ChronoUnit.SECONDS).toString();
    }
  }

  /** Every request names its endpoint, so that the table of all products need not be unfolded. */
  @TargetClass(className = "com.aliyuncs.endpoint.LocalConfigRegionalEndpointResolver")
  static final class EndpointTable {
    private EndpointTable() {}

    @Substitute
    @SuppressWarnings({"MethodCanBeStatic", "UnusedMethod", "UnusedVariable"})
    private void initLocalConfig(JsonObject table) {}
  }

  /** The time of a call for the SDK's own log of requests, which is off: another date format. */
  @TargetClass(className = "com.aliyuncs.utils.LogUtils")
  static final class RequestLogTimes {
    private RequestLogTimes() {}

    @Substitute
    public static String localeNow() {
      return "";
    }
  }
}
