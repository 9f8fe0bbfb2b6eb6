package dev.tagjoin.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same as {@link EventsTest}, against the packaged function. */
@QuarkusIntegrationTest
class EventsIT extends EventsTest {}
