package dev.tagjoin.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderSignatureTest {
  @Test
  void theVendorsPublishedRequestGetsThePublishedSignature() {
    String emptyBody = HeaderSignature.sha256(new byte[0]);
    String canonical =
        HeaderSignature.canonicalRequest(
            "POST",
            "/",
            Map.of(
                "RegionId",
                "cn-shanghai",
                "ImageId",
                "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"),
            Map.of(
                "host", "ecs.cn-shanghai.aliyuncs.com",
                "x-acs-action", "RunInstances",
                "x-acs-version", "2014-05-26",
                "x-acs-date", "2023-10-26T10:22:32Z",
                "x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d",
                "x-acs-content-sha256", emptyBody),
            emptyBody);

    assertEquals(
        "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259",
        HeaderSignature.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    assertEquals(
        "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
        HeaderSignature.sign("YourAccessKeySecret", canonical));
  }
}
