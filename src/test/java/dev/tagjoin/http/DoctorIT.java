package dev.tagjoin.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same as {@link DoctorTest}, against the packaged function. */
@QuarkusIntegrationTest
class DoctorIT extends DoctorTest {}
