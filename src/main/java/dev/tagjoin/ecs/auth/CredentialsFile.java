package dev.tagjoin.ecs.auth;

import dev.tagjoin.ecs.EcsException;
import dev.tagjoin.ecs.ErrorCode;
import dev.tagjoin.resource.Credentials;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Reads one profile of the credentials file that the vendor's SDKs know, for a laptop or a CI job.
 *
 * <p>The file is the one in {@value #FILE_VARIABLE}, else {@code ~/.alibabacloud/credentials.ini},
 * else {@code ~/.alibabacloud/credentials}; the profile is the one in {@value #PROFILE_VARIABLE},
 * else {@code default}. Names and form are those of the SDK's {@code ProfileCredentialsProvider},
 * and the type {@code sts} of the vendor's newer SDKs, which that one does not read.
 */
final class CredentialsFile {
  static final String FILE_VARIABLE = "ALIBABA_CLOUD_CREDENTIALS_FILE";
  static final String PROFILE_VARIABLE = "ALIBABA_CLOUD_PROFILE";

  /** A profile is a few hundred bytes; a file that is larger is another one. */
  private static final int MAX_BYTES = 64 << 10;

  private final Path file;
  private final String where;
  private final Map<String, String> values = new HashMap<>();

  private CredentialsFile(Path file, String profile) {
    this.file = file;
    this.where = file + ", profile " + profile;
  }

  /**
   * A profile: keys, and perhaps the role that is assumed with them.
   *
   * @param where the file's and the profile's name, for a person
   * @param role the ARN of the role to assume with the credentials, or {@code null}
   * @param session the name of the role's session
   * @param policy what the role's permissions are narrowed down to, as JSON, or {@code null}
   */
  record Profile(
      String where, Credentials credentials, String role, String session, String policy) {}

  /**
   * Reads the profile.
   *
   * @return {@code null} when no file is named and there is none in the usual places
   * @throws EcsException {@code MissingCredentials} when the file cannot be used; the message names
   *     file and line, or file and profile, and repeats nothing of the file but names
   */
  static Profile read(UnaryOperator<String> environment) throws EcsException {
    String named = environment.apply(FILE_VARIABLE);
    Path file = named == null || named.isBlank() ? usual(environment) : path(named.strip());
    if (file == null) {
      return null;
    }
    String profile = environment.apply(PROFILE_VARIABLE);
    profile = profile == null || profile.isBlank() ? "default" : profile.strip();
    CredentialsFile reader = new CredentialsFile(file, profile);
    reader.parse(reader.text(), profile);
    return reader.profile();
  }

  private static Path path(String named) throws EcsException {
    try {
      return Path.of(named);
    } catch (InvalidPathException e) {
      throw refused(FILE_VARIABLE + " is not a path");
    }
  }

  private static Path usual(UnaryOperator<String> environment) {
    String home = environment.apply("HOME");
    Path directory =
        Path.of(home != null ? home : System.getProperty("user.home", ""), ".alibabacloud");
    for (String name : new String[] {"credentials.ini", "credentials"}) {
      if (Files.exists(directory.resolve(name))) {
        return directory.resolve(name);
      }
    }
    return null;
  }

  private String text() throws EcsException {
    try {
      if (isWritableByOthers()) {
        throw refused(file + " can be written by others; run: chmod 600 " + file);
      }
      if (Files.size(file) > MAX_BYTES) {
        throw refused(file + " has more than " + MAX_BYTES + " bytes");
      }
      String text = Files.readString(file);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw refused(file + " is not a text in UTF-8");
    } catch (IOException e) {
      throw refused(file + " cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /** Whoever can write the file can make the function act with other credentials. */
  private boolean isWritableByOthers() throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return false;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    return permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }

  private void parse(String text, String profile) throws EcsException {
    boolean isWanted = false;
    boolean isFound = false;
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = withoutRemark(raw).strip();
      if (line.isEmpty()) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        isWanted = line.substring(1, line.length() - 1).strip().equals(profile);
        isFound |= isWanted;
      } else {
        int equals = line.indexOf('=');
        if (equals <= 0) {
          throw refused(file + ", line " + number + ": neither [profile] nor name = value");
        }
        if (isWanted) {
          values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
        }
      }
    }
    if (!isFound) {
      throw refused(file + " has no section [" + profile + "]");
    }
  }

  /** A remark begins a line or follows white space: secrets may contain its signs. */
  private static String withoutRemark(String line) {
    for (int i = 0; i < line.length(); i++) {
      boolean isSign = line.charAt(i) == '#' || line.charAt(i) == ';';
      if (isSign && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
        return line.substring(0, i);
      }
    }
    return line;
  }

  private Profile profile() throws EcsException {
    if ("false".equalsIgnoreCase(values.get("enable"))) {
      throw refused(where + " is not enabled");
    }
    String type = needed("type");
    String token = type.equals("sts") ? needed("security_token") : null;
    boolean isRole = type.equals("ram_role_arn");
    if (token == null && !isRole && !type.equals("access_key")) {
      throw refused(
          where + ": type " + type + " is not supported; use access_key, sts or ram_role_arn");
    }
    return new Profile(
        where,
        new Credentials(needed("access_key_id"), needed("access_key_secret"), token),
        isRole ? needed("role_arn") : null,
        values.getOrDefault("role_session_name", StsCalls.SESSION_NAME),
        values.get("policy"));
  }

  private String needed(String name) throws EcsException {
    String value = values.get(name);
    if (value == null || value.isEmpty()) {
      throw refused(where + ": " + name + " is missing or empty");
    }
    return value;
  }

  private static EcsException refused(String message) {
    return new EcsException(ErrorCode.MISSING_CREDENTIALS, message);
  }
}
