package dev.tagjoin.app.nativeimage;

import com.oracle.svm.core.SubstrateUtil;
import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.genscavenge.GCImpl;
import com.oracle.svm.core.posix.PosixVirtualMemoryProvider;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.word.Pointer;
import org.graalvm.word.PointerBase;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordBase;
import org.graalvm.word.WordFactory;

/**
 * Gives the executable its memory in large pieces, where it would be given it page by page at the
 * first touch of each. On machines that are virtual twice over, as function platforms have them,
 * such a touch can take 20 microseconds, which was a third of a cold start; a page that is mapped
 * with others takes 5, and one that is part of a huge page less than one.
 *
 * <p>{@link PagesFeature} puts it in the place of the {@code VirtualMemoryProvider} that native
 * executables have otherwise. It does what that does, and more after it. What the system refuses is
 * left as it was: before Linux 5.14 nothing is mapped ahead ({@code madvise(2)}), and where {@code
 * /sys/kernel/mm/transparent_hugepage/enabled} is {@code never} there are no huge pages.
 *
 * <p>Most of it runs before there is a heap, so that it may use neither objects nor fields that are
 * not constant.
 */
public final class Pages extends PosixVirtualMemoryProvider {
  private static final String EARLY = "Called before there is a heap, and by the collector.";

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

  /** {@code madvise(2)}. */
  private static final int HUGE = 14;

  private static final int POPULATE_READ = 22;
  private static final int POPULATE_WRITE = 23;

  /** {@code mmap(2)}: to read and to write; private, at this address; and of no file. */
  private static final int READ = 1;

  private static final int READ_WRITE = 3;
  private static final int PRIVATE_FIXED = 0x12;
  private static final int ANONYMOUS = 0x20;

  /** The size of a huge page of x86-64 and, with small pages of 4 KiB, of AArch64. */
  private static final long HUGE_PAGE = 2 << 20;

  private static final long SMALL_PAGE = 4 << 10;

  /** What a start makes of objects, and the first event. */
  private static final long START = 3 << 20;

  /** What was given of {@link #START}; below zero by what is expected beyond. */
  private static final CGlobalData<Pointer> GIVEN = CGlobalDataFactory.createWord();

  /** The stored objects in the executable's file, and those among them that can change. */
  private static final CGlobalData<Pointer> OBJECTS =
      CGlobalDataFactory.forSymbol("__svm_heap_begin");

  private static final CGlobalData<Pointer> CHANGING_OBJECTS =
      CGlobalDataFactory.forSymbol("__svm_heap_writable_begin");
  private static final CGlobalData<Pointer> CHANGING_OBJECTS_END =
      CGlobalDataFactory.forSymbol("__svm_heap_writable_end");

  Pages() {}

  /**
   * Maps the stored objects. Those that can change are copied into huge pages, because a start
   * changes some in every seventh of their pages; the others and the code are mapped as they are in
   * the file, but for the texts at the beginning and the tables at the end of the one and the last
   * quarter of the other, of which a start needs little.
   */
  @Override
  @Uninterruptible(reason = EARLY)
  public Pointer mapFile(
      PointerBase nearby, UnsignedWord size, WordBase file, UnsignedWord offset, int access) {
    Pointer objects = super.mapFile(nearby, size, file, offset, access);
    if (objects.isNonNull()) {
      mapCode();
      long start = objects.rawValue();
      long begin = start + CHANGING_OBJECTS.get().rawValue() - OBJECTS.get().rawValue();
      long end = start + CHANGING_OBJECTS_END.get().rawValue() - OBJECTS.get().rawValue();
      long hugeBegin = (begin + HUGE_PAGE - 1) & -HUGE_PAGE;
      long hugeEnd = end & -HUGE_PAGE;
      int descriptor = (int) file.rawValue();
      long fileOffset = offset.rawValue() + hugeBegin - start;
      if (hugeBegin < hugeEnd && !copy(hugeBegin, hugeEnd - hugeBegin, descriptor, fileOffset)) {
        Pointer again =
            mmap(
                WordFactory.pointer(hugeBegin),
                WordFactory.unsigned(hugeEnd - hugeBegin),
                READ,
                PRIVATE_FIXED,
                descriptor,
                fileOffset);
        if (again.rawValue() != hugeBegin) {
          return WordFactory.nullPointer();
        }
      }
      long dense = (start + (begin - start) / 2) & -SMALL_PAGE;
      madvise(WordFactory.pointer(dense), WordFactory.unsigned(end - dense), POPULATE_READ);
    }
    return objects;
  }

  /** Puts memory in the place of a part of the file and copies that part into it. */
  @Uninterruptible(reason = EARLY)
  private static boolean copy(long begin, long size, int file, long offset) {
    Pointer place = WordFactory.pointer(begin);
    UnsignedWord length = WordFactory.unsigned(size);
    if (mmap(place, length, READ_WRITE, PRIVATE_FIXED | ANONYMOUS, -1, 0).notEqual(place)
        || madvise(place, length, HUGE) != 0
        || !isHuge(place)) {
      return false;
    }
    for (long done = 0; done < size; ) {
      long read = pread(file, place.add(WordFactory.unsigned(done)), size - done, offset + done);
      if (read <= 0) {
        return false;
      }
      done += read;
    }
    return true;
  }

  /** Whether the whole of the first huge page is there when its first byte is. */
  @Uninterruptible(reason = EARLY)
  private static boolean isHuge(Pointer place) {
    place.writeByte(0, (byte) 0);
    Pointer resident = StackValue.get(1);
    resident.writeByte(0, (byte) 0);
    return mincore(place.add((int) HUGE_PAGE / 2), WordFactory.unsigned(1), resident) == 0
        && (resident.readByte(0) & 1) == 1;
  }

  @Uninterruptible(reason = EARLY)
  private static void mapCode() {
    Pointer header = WordFactory.pointer(getauxval(PROGRAM_HEADERS));
    long code = 0;
    long size = 0;
    for (long left = getauxval(PROGRAM_HEADER_COUNT); left > 0; left--) {
      if (header.readInt(0) == LOAD
          && (header.readInt(FLAGS) & EXECUTABLE) != 0
          && header.readLong(FILE_SIZE) > size) {
        code = header.readLong(ADDRESS);
        size = header.readLong(FILE_SIZE);
      }
      header = header.add(HEADER_SIZE);
    }
    madvise(WordFactory.pointer(code), WordFactory.unsigned(size / 4 * 3), POPULATE_READ);
  }

  /**
   * Has more room for objects than a usual start needs: given in large pieces, and without a
   * collection while it is filled. The option for the latter, {@code -XX:MaxNewSize}, is of no use
   * once the process runs.
   *
   * @param size in bytes
   */
  public static void expect(long size) {
    Pointer given = GIVEN.get();
    given.writeLong(0, given.readLong(0) - size);
    CollectionPolicyAlias policy =
        SubstrateUtil.cast(GCImpl.getPolicy(), CollectionPolicyAlias.class);
    policy.edenSize = policy.edenSize.add(WordFactory.unsigned(size));
  }

  /**
   * Gives room for objects: in large pieces while a start fills it from end to end, and as it is
   * used later, when a thread needs little of a piece before the next collection. A piece at the
   * beginning of a huge page gets the whole of that; those after it find it there. The room is
   * reserved already and empty, before its first use and after {@code uncommit}, so that opening it
   * is enough; mapping it anew would break the huge page up.
   */
  @Override
  @Uninterruptible(reason = EARLY)
  public Pointer commit(PointerBase start, UnsignedWord size, int access) {
    Pointer given = GIVEN.get();
    long before = given.readLong(0);
    if (before >= START || start.isNull() || access != READ_WRITE) {
      return super.commit(start, size, access);
    }
    UnsignedWord hugePage = WordFactory.unsigned(HUGE_PAGE);
    if ((start.rawValue() & (HUGE_PAGE - 1)) == 0
        && before + HUGE_PAGE <= START
        && mprotect(start, hugePage, READ_WRITE) == 0) {
      madvise(start, hugePage, HUGE);
    }
    if (mprotect(start, size, READ_WRITE) != 0) {
      return super.commit(start, size, access);
    }
    madvise(start, size, POPULATE_WRITE);
    given.writeLong(0, before + size.rawValue());
    return WordFactory.pointer(start.rawValue());
  }

  @CFunction(transition = CFunction.Transition.NO_TRANSITION)
  private static native Pointer mmap(
      PointerBase address, UnsignedWord size, int protection, int flags, int file, long offset);

  @CFunction(transition = CFunction.Transition.NO_TRANSITION)
  private static native int mprotect(PointerBase address, UnsignedWord size, int protection);

  @CFunction(transition = CFunction.Transition.NO_TRANSITION)
  private static native int madvise(PointerBase address, UnsignedWord size, int advice);

  @CFunction(transition = CFunction.Transition.NO_TRANSITION)
  private static native int mincore(PointerBase address, UnsignedWord size, PointerBase resident);

  @CFunction(transition = CFunction.Transition.NO_TRANSITION)
  private static native long pread(int file, PointerBase to, long size, long offset);

  @CFunction(transition = CFunction.Transition.NO_TRANSITION)
  private static native long getauxval(long type);
}
