package dev.tagjoin.app.nativeimage;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;
import org.graalvm.word.UnsignedWord;

/** What says when the executable collects garbage. */
@TargetClass(className = "com.oracle.svm.core.genscavenge.AbstractCollectionPolicy")
final class CollectionPolicyAlias {
  /** How much new objects may take before the next collection. */
  @Alias UnsignedWord edenSize;

  private CollectionPolicyAlias() {}
}
