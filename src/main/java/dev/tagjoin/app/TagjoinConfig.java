package dev.tagjoin.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All settings of the function. Each property {@code tagjoin.some-name} is the environment variable
 * {@code TAGJOIN_SOME_NAME}.
 */
@ConfigMapping(prefix = "tagjoin")
public interface TagjoinConfig {
  /** The file with the rule book; {@code rules.yaml} in the usual places when not set. */
  Optional<String> rulesFile();

  /** The rule book's text itself; wins over the file. */
  Optional<String> rules();

  /** Where ECS is reached; the SDK's regional endpoint over HTTPS when not set. */
  Optional<URI> ecsEndpoint();

  /** Where roles are assumed; STS of the resource's region over HTTPS when not set. */
  Optional<URI> stsEndpoint();

  /** Whether to decide and report only. */
  @WithDefault("false")
  boolean dryRun();

  /** Whether {@code refused} makes the caller retry. */
  @WithDefault("true")
  boolean retryRefused();

  /** The time for one request; what the platform says, else 25 seconds, when not set. */
  Optional<Duration> deadline();

  /** How many resources are handled at once within a request. */
  @WithDefault("8")
  int parallel();

  /**
   * The accounts that may be acted in, each optionally with {@code =} and the ARN of the role to
   * assume; the function's own when not set.
   */
  Optional<List<String>> accounts();

  /** How HTTP callers prove themselves. */
  @WithDefault("deny")
  String auth();

  /** The token that callers show; besides a signature when {@code auth} is {@code eventbridge}. */
  Optional<String> token();

  /** The URL that is configured on the EventBridge target, to the letter. */
  Optional<String> publicUrl();

  /** How requests are logged, {@code json} or {@code text}. */
  @WithDefault("json")
  String log();

  /** The regions of a sweep that names none; those of the rule book, else the function's own. */
  Optional<List<String>> regions();

  /** The largest part of the resources seen that a sweep may move: {@code 0.2} or {@code 20%}. */
  @WithDefault("20%")
  String sweepMaxShare();

  /** The largest rate of a sweep's describe calls, per second. */
  @WithDefault("20")
  double rateDescribe();

  /** The largest rate of a sweep's {@code JoinResourceGroup} calls, per second. */
  @WithDefault("10")
  double rateJoin();

  /** The platform that the build is for, {@code lambda} or {@code fc}; set by the build. */
  String platform();
}
