package dev.tagjoin.http.eventbridge;

import java.net.URI;
import java.util.regex.Pattern;

/** Knows where EventBridge publishes its certificates; no other address is ever called. */
final class CertificateUrl {
  /**
   * The regions of EventBridge, as its page of supported regions has them. Listed, because the host
   * of a certificate begins with a bucket's name: with a pattern for regions anybody could make a
   * bucket that fits it.
   */
  private static final String REGIONS =
      "cn-qingdao|cn-beijing|cn-zhangjiakou|cn-huhehaote|cn-wulanchabu|cn-hangzhou|cn-shanghai"
          + "|cn-shenzhen|cn-heyuan|cn-guangzhou|cn-chengdu|cn-hongkong|ap-southeast-1"
          + "|ap-southeast-3|ap-southeast-5|ap-southeast-6|ap-southeast-7|ap-northeast-1"
          + "|ap-northeast-2|us-west-1|us-east-1|eu-central-1|eu-west-1";

  /**
   * The place is that of the bucket's region; a date or number may stand behind the file's name.
   */
  private static final Pattern URL =
      Pattern.compile(
          "https://("
              + REGIONS
              + ")-eventbridge\\.oss-(?:accelerate|\\1)\\.aliyuncs\\.com"
              + "/x509_public_certificate[a-z0-9_-]{0,72}\\.pem");

  private CertificateUrl() {}

  /** The URL when it is one of EventBridge's, else {@code null}. */
  static URI parse(String text) {
    return URL.matcher(text).matches() ? URI.create(text) : null;
  }
}
