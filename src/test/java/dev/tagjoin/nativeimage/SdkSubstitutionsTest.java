package dev.tagjoin.nativeimage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.aliyuncs.utils.ParameterHelper;
import java.util.Date;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

@SuppressWarnings("JavaUtilDate")
class SdkSubstitutionsTest {
  /** From 1970 to 9999, which is as far as the format goes. */
  @Property
  void timesAreWrittenAsTheSdkWritesThem(@ForAll @LongRange(max = 253_402_300_799_999L) long time) {
    Date date = new Date(time);
    assertEquals(
        ParameterHelper.getISO8601Time(date), SdkSubstitutions.Timestamps.getISO8601Time(date));
  }
}
