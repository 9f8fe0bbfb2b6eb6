package dev.tagjoin;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same as {@link SoakTest}, against the packaged function. */
@QuarkusIntegrationTest
class SoakIT extends SoakTest {}
