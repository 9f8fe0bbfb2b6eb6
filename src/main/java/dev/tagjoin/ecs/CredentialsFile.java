package dev.tagjoin.ecs;

import dev.tagjoin.resource.Credentials;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Reads one profile of the credentials file that the vendor's SDKs know, for a laptop or a CI job.
 * Reads it when asked and not before. Immutable.
 *
 * <p>The file is the one in {@value #FILE_VARIABLE}, else {@code ~/.alibabacloud/credentials.ini},
 * else {@code ~/.alibabacloud/credentials}; the profile is the one in {@value #PROFILE_VARIABLE},
 * else {@code default}. Names and form are those of {@code ProfileCredentialsProvider} of the
 * vendor's Java SDK, with the type {@code sts} that its newer SDKs have besides: sections, {@code
 * name = value}, a line that begins with a tab goes on with the value before it, {@code #} and
 * {@code ;} begin a remark. A profile without {@code enable} counts as enabled.
 */
public final class CredentialsFile {
  static final String FILE_VARIABLE = "ALIBABA_CLOUD_CREDENTIALS_FILE";
  static final String PROFILE_VARIABLE = "ALIBABA_CLOUD_PROFILE";

  private static final String DIRECTORY = ".alibabacloud";
  private static final List<String> NAMES = List.of("credentials.ini", "credentials");

  /** A profile is a few hundred bytes; a file that is larger is another one. */
  private static final int MAX_BYTES = 64 << 10;

  private final UnaryOperator<String> environment;
  private final Path home;

  /**
   * Names the file without looking for it.
   *
   * @param environment gives the value of a variable, or {@code null}
   */
  public static CredentialsFile of(UnaryOperator<String> environment) {
    return new CredentialsFile(environment, null);
  }

  /**
   * @param home the user's directory, or {@code null} for that of this process
   */
  CredentialsFile(UnaryOperator<String> environment, Path home) {
    this.environment = environment;
    this.home = home;
  }

  /**
   * A profile: keys, and perhaps the role that is assumed with them.
   *
   * @param where the file's and the profile's name, for a person
   * @param credentials the keys
   * @param role the ARN of the role to assume with them, or {@code null}
   * @param session the name of the role's session, or {@code null} for the usual one
   * @param policy what the role's permissions are narrowed down to, as JSON, or {@code null}
   */
  record Profile(
      String where, Credentials credentials, String role, String session, String policy) {}

  /**
   * Reads the profile.
   *
   * @return {@code null} when no file is named and there is none in the usual places
   * @throws EcsException {@code MissingCredentials} when it cannot be used; the message names file
   *     and line, or file and profile, and holds nothing of the file but names
   */
  Profile read() throws EcsException {
    String named = environment.apply(FILE_VARIABLE);
    boolean isNamed = named != null && !named.isEmpty();
    Path file = isNamed ? path(named) : usual();
    if (file == null) {
      return null;
    }
    String wanted = environment.apply(PROFILE_VARIABLE);
    String profile = wanted == null || wanted.isEmpty() ? "default" : wanted;
    Map<String, String> values = parse(file, text(file, isNamed)).get(profile);
    if (values == null) {
      throw refused(file + ": a section [" + profile + "] expected, there is none");
    }
    return new Reader(file, profile, values).profile();
  }

  private static Path path(String named) throws EcsException {
    try {
      return Path.of(named);
    } catch (InvalidPathException e) {
      throw refused(FILE_VARIABLE + ": the path of a file expected");
    }
  }

  private Path usual() {
    Path of = home != null ? home : Path.of(System.getProperty("user.home", ""));
    for (String name : NAMES) {
      Path file = of.resolve(DIRECTORY).resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    return null;
  }

  private static String text(Path file, boolean isNamed) throws EcsException {
    String name = isNamed ? FILE_VARIABLE + ": " + file : file.toString();
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw refused(name + ": a file of at most " + MAX_BYTES + " bytes expected");
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw refused(name + ": a text in UTF-8 expected");
    } catch (IOException e) {
      throw refused(name + ": cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /** The values by their names, for each section. */
  private static Map<String, Map<String, String>> parse(Path file, String text)
      throws EcsException {
    Map<String, Map<String, String>> sections = new HashMap<>();
    Map<String, String> section = null;
    String last = null;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.strip().startsWith("[")) {
        section = sections.computeIfAbsent(name(file, number, line), n -> new HashMap<>());
        last = null;
      } else if (section == null) {
        throw refused(file + ", line " + number + ": a section such as [default] expected first");
      } else if (line.startsWith("\t") && last != null) {
        section.merge(last, line.strip(), (before, more) -> before + "\n" + more);
      } else {
        int equals = line.indexOf('=');
        if (equals <= 0) {
          throw refused(file + ", line " + number + ": \"name = value\" expected");
        }
        last = line.substring(0, equals).strip();
        section.put(last, withoutRemark(line.substring(equals + 1)).strip());
      }
    }
    return sections;
  }

  private static String name(Path file, int number, String line) throws EcsException {
    int end = line.indexOf(']');
    if (end < 0 || !withoutRemark(line.substring(end + 1)).isBlank()) {
      throw refused(file + ", line " + number + ": a section's name between [ and ] expected");
    }
    return line.substring(line.indexOf('[') + 1, end).strip();
  }

  /** A remark begins with white space in front of its sign: secrets may contain the sign. */
  private static String withoutRemark(String text) {
    for (int i = 1; i < text.length(); i++) {
      boolean isSign = text.charAt(i) == '#' || text.charAt(i) == ';';
      if (isSign && Character.isWhitespace(text.charAt(i - 1))) {
        return text.substring(0, i);
      }
    }
    return text;
  }

  private static EcsException refused(String message) {
    return new EcsException(ErrorCode.MISSING_CREDENTIALS, message);
  }

  /** Makes a profile of a section's values. */
  private record Reader(Path file, String name, Map<String, String> values) {
    Profile profile() throws EcsException {
      if ("false".equalsIgnoreCase(values.get("enable"))) {
        throw refused(where() + " is not enabled");
      }
      String type = needed("type");
      return switch (type) {
        case "access_key" -> new Profile(where(), keys(null), null, null, null);
        case "sts" -> new Profile(where(), keys(needed("security_token")), null, null, null);
        case "ram_role_arn" ->
            new Profile(
                where(), keys(null), needed("role_arn"), some("role_session_name"), some("policy"));
        default ->
            throw refused(
                where()
                    + ": type access_key, sts or ram_role_arn expected, "
                    + type
                    + " is not supported");
      };
    }

    private String where() {
      return file + ", profile " + name;
    }

    private Credentials keys(String token) throws EcsException {
      return new Credentials(needed("access_key_id"), needed("access_key_secret"), token);
    }

    private String some(String value) {
      String there = values.get(value);
      return there == null || there.isEmpty() ? null : there;
    }

    private String needed(String value) throws EcsException {
      String there = some(value);
      if (there == null) {
        throw refused(where() + ": " + value + " expected, it is missing or empty");
      }
      return there;
    }
  }
}
