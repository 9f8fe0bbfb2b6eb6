package dev.tagjoin.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same as {@link FollowTest}, against the packaged function. */
@QuarkusIntegrationTest
class FollowIT extends FollowTest {}
