package dev.tagjoin.http.eventbridge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Knows where EventBridge publishes its certificates; no other address is ever called. */
final class CertificateUrl {
  /**
   * The regions of EventBridge, as its page of supported regions has them. Listed, because the host
   * of a certificate begins with a bucket's name: with a pattern anybody could make a bucket that
   * fits it.
   */
  private static final Set<String> REGIONS =
      Set.of(
          ("cn-qingdao cn-beijing cn-zhangjiakou cn-huhehaote cn-wulanchabu cn-hangzhou"
                  + " cn-shanghai cn-shenzhen cn-heyuan cn-guangzhou cn-chengdu cn-hongkong"
                  + " ap-southeast-1 ap-southeast-3 ap-southeast-5 ap-southeast-6 ap-southeast-7"
                  + " ap-northeast-1 ap-northeast-2 us-west-1 us-east-1 eu-central-1 eu-west-1")
              .split(" ", -1));

  private static final String PATH_START = "/x509_public_certificate";
  private static final String PATH_END = ".pem";
  private static final int MAX_PATH = 100;
  private static final String BUCKET_END = "-eventbridge.oss-";
  private static final String DOMAIN = ".aliyuncs.com";

  private CertificateUrl() {}

  /** The URL when it is one of EventBridge's, else {@code null}. */
  static URI parse(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
    String host = url.getHost();
    boolean isPlain =
        "https".equals(url.getScheme())
            && host != null
            // neither port nor user
            && host.equals(url.getRawAuthority())
            && url.getRawQuery() == null
            && url.getRawFragment() == null;
    return isPlain && isHost(host) && isPath(url.getRawPath()) ? url : null;
  }

  private static boolean isHost(String host) {
    int at = host.indexOf(BUCKET_END);
    int begin = at + BUCKET_END.length();
    int end = host.length() - DOMAIN.length();
    if (at < 0 || begin > end || !host.endsWith(DOMAIN)) {
      return false;
    }
    String region = host.substring(0, at);
    String place = host.substring(begin, end);
    return REGIONS.contains(region) && (place.equals("accelerate") || place.equals(region));
  }

  /** {@code /x509_public_certificate.pem}, or with a date or number behind the name. */
  private static boolean isPath(String path) {
    int end = path.length() - PATH_END.length();
    if (!path.startsWith(PATH_START)
        || !path.endsWith(PATH_END)
        || end < PATH_START.length()
        || path.length() > MAX_PATH) {
      return false;
    }
    for (int i = PATH_START.length(); i < end; i++) {
      char c = path.charAt(i);
      boolean isDigit = c >= '0' && c <= '9';
      boolean isLetter = c >= 'a' && c <= 'z';
      if (!isDigit && !isLetter && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }
}
