package dev.tagjoin.app.nativeimage;

import org.graalvm.nativeimage.CurrentIsolate;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;

/**
 * Has the system map at once what a start of the executable touches page by page. On machines that
 * are virtual twice over, as function platforms have them, the first touch of a page can cost 20
 * microseconds, and a page that is mapped with others less than one.
 */
public final class Pages {
  /** {@code AT_PHDR} and {@code AT_PHNUM} of {@code getauxval(3)}. */
  private static final long PROGRAM_HEADERS = 3;

  private static final long PROGRAM_HEADER_COUNT = 5;

  /** The size of an {@code Elf64_Phdr}, where its parts are, and values of its type and flags. */
  private static final int HEADER_SIZE = 56;

  private static final int FLAGS = 4;
  private static final int ADDRESS = 16;
  private static final int FILE_SIZE = 32;
  private static final int LOAD = 1;
  private static final int EXECUTABLE = 1;

  /** {@code madvise(2)}, since Linux 5.14. Older ones refuse it, and nothing is lost. */
  private static final int POPULATE_READ = 22;

  private static final int POPULATE_WRITE = 23;

  /**
   * {@code AlignedHeapChunkSize}: what is left free before the stored objects, and what the first
   * new ones get.
   */
  private static final long CHUNK = 512 << 10;

  /** What is mapped in one step. */
  private static final long STEP = 1 << 20;

  /** {@code getrusage(2)}: of this thread; the size of its answer, and where the count is. */
  private static final int RUSAGE_THREAD = 1;

  private static final int USAGE_SIZE = 144;
  private static final int MAJOR_FAULTS = 72;

  private Pages() {}

  /**
   * Maps what is touched most densely: memory for the first new objects, the stored objects but for
   * the tables at their end, and the code but for its last quarter. The copies of stored objects
   * that change are not made here: to copy a page that is mapped already takes as long as a touch.
   */
  public static void map() {
    Pointer header = WordFactory.pointer(getauxval(PROGRAM_HEADERS));
    long code = 0;
    long codeSize = 0;
    long heapSize = 0;
    for (long left = getauxval(PROGRAM_HEADER_COUNT); left > 0; left--) {
      if (header.readInt(0) == LOAD) {
        long size = header.readLong(FILE_SIZE);
        if ((header.readInt(FLAGS) & EXECUTABLE) == 0) {
          heapSize = Math.max(heapSize, size);
        } else if (size > codeSize) {
          code = header.readLong(ADDRESS);
          codeSize = size;
        }
      }
      header = header.add(HEADER_SIZE);
    }
    // this is how the serial collector lays out its heap; for another the system refuses
    long heap = ((PointerBase) CurrentIsolate.getIsolate()).rawValue() + CHUNK;
    long objects = (heap + heapSize + CHUNK - 1) & -CHUNK;
    populate(objects, CHUNK, POPULATE_WRITE);
    map(heap, heapSize * 3 / 4);
    map(code, codeSize * 3 / 4);
  }

  private static void map(long start, long size) {
    long before = readsFromDisk();
    for (long done = 0; done < size; done += STEP) {
      long step = Math.min(STEP, size - done);
      // when the file is not in memory, only what is touched should be read
      if (!populate(start + done, step, POPULATE_READ) || readsFromDisk() != before) {
        return;
      }
    }
  }

  private static long readsFromDisk() {
    Pointer usage = StackValue.get(USAGE_SIZE);
    return getrusage(RUSAGE_THREAD, usage) == 0 ? usage.readLong(MAJOR_FAULTS) : -1;
  }

  private static boolean populate(long start, long size, int advice) {
    return madvise(WordFactory.pointer(start), WordFactory.unsigned(size), advice) == 0;
  }

  @CFunction(transition = CFunction.Transition.NO_TRANSITION)
  private static native int madvise(PointerBase address, UnsignedWord size, int advice);

  @CFunction(transition = CFunction.Transition.NO_TRANSITION)
  private static native int getrusage(int who, PointerBase usage);

  @CFunction(transition = CFunction.Transition.NO_TRANSITION)
  private static native long getauxval(long type);
}
