package dev.tagjoin.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tagjoin.event.EventContext;
import dev.tagjoin.event.EventReader;
import dev.tagjoin.event.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to read one tag call's event, and with {@code -prof gc} how much memory: with
 * one resource, and with the 50 that one call may name.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventReaderBenchmark {
  /** How many resources the call names. */
  @Param({"1", "50"})
  public int resources;

  private EventReader reader;
  private byte[] body;

  /** Makes an event with everything that such events carry, parameters in both copies. */
  @Setup
  public void prepare() {
    reader = new EventReader(new ObjectMapper());
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    ObjectNode references = JsonNodeFactory.instance.objectNode();
    parameters.put("RegionId", "cn-hangzhou").put("ResourceType", "instance");
    for (int i = 1; i <= resources; i++) {
      String id = String.format("i-bp1b4ym5yh7ciz9%05d", i);
      parameters.put("ResourceId." + i, id);
      references.withArray("ACS::ECS::Instance").add(id);
    }
    for (int i = 1; i <= 20; i++) {
      parameters.put("Tag." + i + ".Key", "key-" + i).put("Tag." + i + ".Value", "value-" + i);
    }
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event
        .put("id", "45ef4dew-6a1c-4b0e-9f3d-2c1b0a998877")
        .put("source", "acs.ecs")
        .put("specversion", "1.0")
        .put("type", "ecs:ActionTrail:ApiCall")
        .put("datacontenttype", "application/json;charset=utf-8")
        .put("time", "2026-03-09T11:22:33Z")
        .put("aliyunaccountid", "1234567890123456")
        .put("aliyunoriginalaccountid", "1234567890123456")
        .put("aliyuneventbusname", "default")
        .put("aliyunregionid", "cn-hangzhou")
        .put("aliyunpublishtime", "2026-03-09T11:22:34.105Z");
    event
        .putObject("data")
        .put("eventId", "7C0A0901-1D2E-5F30-8A9B-0C1D2E3F4A5B")
        .put("eventName", "TagResources")
        .put("eventType", "ApiCall")
        .put("eventRW", "Write")
        .put("eventTime", "2026-03-09T11:22:33Z")
        .put("acsRegion", "cn-hangzhou")
        .put("serviceName", "Ecs")
        .put("recipientAccountId", "1234567890123456")
        .put("requestParameterJson", parameters.toString())
        .<ObjectNode>set("requestParameters", parameters)
        .set("referencedResources", references);
    body = event.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads the event. */
  @Benchmark
  public List<Finding> read() throws Exception {
    return reader.read(body, EventContext.none());
  }
}
