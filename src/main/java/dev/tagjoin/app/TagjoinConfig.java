package dev.tagjoin.app;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.Config;

/**
 * All settings of the function. Each component {@code someName} is the property {@code
 * tagjoin.some-name} and the environment variable {@code TAGJOIN_SOME_NAME}; an empty value is
 * none.
 *
 * @param rulesFile the file with the rule book; {@code rules.yaml} in the usual places when not set
 * @param rules the rule book's text itself; wins over the file
 * @param ecsEndpoint where ECS is reached; the SDK's regional endpoint over HTTPS when not set
 * @param stsEndpoint where roles are assumed; STS of the resource's region over HTTPS when not set
 * @param resourceManagerEndpoint where the doctor looks up resource groups; Resource Manager over
 *     HTTPS when not set
 * @param resourceDirectoryEndpoint where the accounts of the resource directory are listed; the
 *     vendor's over HTTPS when not set
 * @param allowHttp whether calls may leave this machine without encryption
 * @param dryRun whether to decide and report only
 * @param retryRefused whether {@code refused} makes the caller retry
 * @param deadline the time for one request; what the platform says, else 25 seconds, when not set
 * @param parallel how many resources are handled at once within a request
 * @param accounts the accounts that may be acted in, each optionally with {@code =} and the ARN of
 *     the role to assume; or {@code directory:} and the name of a role; the function's own when not
 *     set
 * @param accountsExcept the accounts of the resource directory that are left alone
 * @param auth how HTTP callers prove themselves
 * @param token the token that callers show, or two between a comma; besides a signature when {@code
 *     auth} is {@code eventbridge}
 * @param publicUrl the URL that is configured on the EventBridge target, to the letter
 * @param port the port to listen on; that of Function Compute, else of the build, when not set
 * @param log how requests are logged, {@code json} or {@code text}
 * @param regions the regions of a sweep that names none; those of the rule book, else the
 *     function's own
 * @param sweepMaxShare the largest part of the resources seen that a sweep may move: {@code 0.2} or
 *     {@code 20%}
 * @param rateDescribe the largest rate of a sweep's describe calls, per second
 * @param rateJoin the largest rate of a sweep's {@code JoinResourceGroup} calls, per second
 * @param devResources for dev mode: a file with answers of describe calls, whose resources the
 *     embedded ECS holds
 * @param platform the platform that the build is for, {@code lambda} or {@code fc}; set by the
 *     build
 */
record TagjoinConfig(
    Optional<String> rulesFile,
    Optional<String> rules,
    Optional<URI> ecsEndpoint,
    Optional<URI> stsEndpoint,
    Optional<URI> resourceManagerEndpoint,
    Optional<URI> resourceDirectoryEndpoint,
    boolean allowHttp,
    boolean dryRun,
    boolean retryRefused,
    Optional<Duration> deadline,
    int parallel,
    Optional<List<String>> accounts,
    Optional<List<String>> accountsExcept,
    String auth,
    Optional<String> token,
    Optional<String> publicUrl,
    Optional<String> port,
    String log,
    Optional<List<String>> regions,
    double sweepMaxShare,
    double rateDescribe,
    double rateJoin,
    Optional<String> devResources,
    String platform) {

  /**
   * Reads the settings.
   *
   * @param values gives the value of a property, or {@code null}
   * @throws ConfigurationException when a value is not of its type; the message says which
   */
  static TagjoinConfig read(UnaryOperator<String> values) {
    Reader reader = new Reader(values);
    return new TagjoinConfig(
        reader.text("rules-file"),
        reader.raw("rules"),
        reader.uri("ecs-endpoint"),
        reader.uri("sts-endpoint"),
        reader.uri("resource-manager-endpoint"),
        reader.uri("resource-directory-endpoint"),
        reader.flag("allow-http", false),
        reader.flag("dry-run", false),
        reader.flag("retry-refused", true),
        reader.duration("deadline"),
        reader.number("parallel", 8),
        reader.list("accounts"),
        reader.list("accounts-except"),
        reader.text("auth").orElse("deny"),
        reader.text("token"),
        reader.text("public-url"),
        reader.text("port"),
        reader.text("log").orElse("json"),
        reader.list("regions"),
        reader.share("sweep-max-share", 0.2),
        reader.decimal("rate-describe", 20),
        reader.decimal("rate-join", 10),
        reader.text("dev-resources"),
        reader.text("platform").orElse(""));
  }

  /** The names of all settings: what a reading asks for. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    TagjoinConfig unused =
        read(
            name -> {
              names.add(name);
              return null;
            });
    return names;
  }

  /** Reads the settings of a command, which has environment variables only. */
  static TagjoinConfig ofVariables(UnaryOperator<String> environment) {
    return read(property -> environment.apply(SettingNames.variable(property)));
  }

  /**
   * A property's value: the system property, the environment variable, or what the configuration
   * says. The first two are asked for here because a native executable's configuration is fixed.
   *
   * @return {@code null} when there is none
   */
  static String value(Config config, String property) {
    String value = System.getProperty(property);
    if (value == null) {
      value = System.getenv(SettingNames.variable(property));
    }
    return value != null ? value : config.getOptionalValue(property, String.class).orElse(null);
  }

  private record Reader(UnaryOperator<String> values) {
    /** A value as it is given; blank for none. */
    Optional<String> raw(String name) {
      String value = values.apply("tagjoin." + name);
      return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
    }

    /** A value without the blanks and line breaks that copying leaves at its ends. */
    Optional<String> text(String name) {
      return raw(name).map(String::strip);
    }

    /** Texts between commas. */
    Optional<List<String>> list(String name) {
      return text(name).map(value -> List.of(value.split(",", -1)));
    }

    double decimal(String name, double otherwise) {
      return value(name, "a number", Double::valueOf).orElse(otherwise);
    }

    /** A part of a whole: {@code 0.2} or {@code 20%}. */
    double share(String name, double otherwise) {
      return value(name, "a part such as 0.2 or 20%", Reader::share).orElse(otherwise);
    }

    private static double share(String text) {
      return text.endsWith("%")
          ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
          : Double.parseDouble(text);
    }

    boolean flag(String name, boolean otherwise) {
      return value(name, "true or false", Reader::flag).orElse(otherwise);
    }

    private static boolean flag(String text) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException(text);
      };
    }

    int number(String name, int otherwise) {
      return value(name, "a number", Integer::valueOf).orElse(otherwise);
    }

    Optional<URI> uri(String name) {
      return value(name, "http://host:port or https://host", URI::create);
    }

    Optional<Duration> duration(String name) {
      return value(name, "a time such as 25s or 500ms", DurationConverter::parseDuration);
    }

    private <T> Optional<T> value(String name, String expected, Function<String, T> parse) {
      String text = text(name).orElse(null);
      try {
        return Optional.ofNullable(text).map(parse);
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(
            SettingNames.variable("tagjoin." + name) + ": \"" + text + "\" is not " + expected);
      }
    }
  }
}
