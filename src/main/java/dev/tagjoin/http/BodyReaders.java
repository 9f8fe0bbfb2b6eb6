package dev.tagjoin.http;

import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import org.jboss.resteasy.reactive.server.providers.serialisers.ServerInputStreamMessageBodyHandler;

/** Makes what reads the body of a request: what is no bean is made by reflection, at the first. */
@Singleton
final class BodyReaders {
  @Singleton
  @Unremovable
  ServerInputStreamMessageBodyHandler bodies() {
    return new ServerInputStreamMessageBodyHandler();
  }
}
