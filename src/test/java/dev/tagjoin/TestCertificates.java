package dev.tagjoin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certification authority for tests, and a certificate of 127.0.0.1 that it has signed. */
public final class TestCertificates {
  private static final String PASSWORD = "changeit";

  private final Path directory;

  /** Makes both in a directory, with the JDK's {@code keytool}. */
  public TestCertificates(Path directory) throws IOException {
    this.directory = directory;
    pair("ca.p12", "ca", "CN=test authority", "-ext", "bc:c");
    pair("server.p12", "server", "CN=127.0.0.1");
    keytool("ca.p12", "-exportcert", "-alias", "ca", "-rfc", "-file", "ca.pem");
    keytool("server.p12", "-certreq", "-alias", "server", "-file", "server.csr");
    keytool(
        "ca.p12",
        "-gencert",
        "-alias",
        "ca",
        "-ext",
        "san=ip:127.0.0.1",
        "-infile",
        "server.csr",
        "-outfile",
        "server.pem",
        "-rfc");
    keytool("server.p12", "-importcert", "-noprompt", "-alias", "ca", "-file", "ca.pem");
    keytool("server.p12", "-importcert", "-noprompt", "-alias", "server", "-file", "server.pem");
    keytool("trust.p12", "-importcert", "-noprompt", "-alias", "ca", "-file", "ca.pem");
  }

  /** For a server with the signed certificate. */
  public SSLContext server() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("server.p12"))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  /** A trust store with the authority, password {@code changeit}. */
  public Path trustStore() {
    return directory.resolve("trust.p12");
  }

  private void pair(String store, String alias, String name, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("-genkeypair", "-keyalg", "EC", "-alias", alias, "-dname", name));
    arguments.addAll(List.of(more));
    keytool(store, arguments.toArray(String[]::new));
  }

  private void keytool(String store, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", store, "-storepass", PASSWORD));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(Files.readString(directory.resolve("keytool.log")));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
