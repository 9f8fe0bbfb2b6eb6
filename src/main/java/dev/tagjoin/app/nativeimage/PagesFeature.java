package dev.tagjoin.app.nativeimage;

import com.oracle.svm.core.os.VirtualMemoryProvider;
import org.graalvm.nativeimage.ImageSingletons;
import org.graalvm.nativeimage.hosted.Feature;

/** Has the executable use {@link Pages}; named in {@code quarkus.native.additional-build-args}. */
public final class PagesFeature implements Feature {
  PagesFeature() {}

  /** The builder adds its own only where there is none yet. */
  @Override
  public void afterRegistration(AfterRegistrationAccess access) {
    ImageSingletons.add(VirtualMemoryProvider.class, new Pages());
  }
}
