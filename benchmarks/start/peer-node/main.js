// The same job on Node.js with the vendor's SDK: one event form, one resource type, one rule.
"use strict";
const http = require("http");
const { RPCClient } = require("@alicloud/pop-core");

const agent = new http.Agent({ keepAlive: true });
const ecs = new RPCClient({
  endpoint: process.env.TAGJOIN_ECS_ENDPOINT,
  apiVersion: "2014-05-26",
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  opts: { method: "POST", agent },
});
const groups = { payments: "rg-aekzq2m7cbq4tay", search: "rg-aekzcm4t5z7usaa" };

async function wanted(RegionId, id) {
  const found = await ecs.request("DescribeInstances", {
    RegionId,
    InstanceIds: JSON.stringify([id]),
    PageSize: 100,
  });
  const instance = found.Instances.Instance[0];
  const team = instance?.Tags.Tag.find((t) => t.TagKey === "team");
  return { current: instance?.ResourceGroupId, group: team && groups[team.TagValue] };
}

async function handle(event) {
  const RegionId = event.data.acsRegion;
  const id = event.data.requestParameters["ResourceId.1"];
  const { current, group } = await wanted(RegionId, id);
  if (!group || group === current) {
    return { summary: { joined: 0 } };
  }
  await ecs.request("JoinResourceGroup", {
    RegionId,
    ResourceType: "instance",
    ResourceId: id,
    ResourceGroupId: group,
  });
  // another instance of the function may have moved it meanwhile
  if ((await wanted(RegionId, id)).group !== group) {
    throw new Error("changed meanwhile");
  }
  return { summary: { joined: 1 } };
}

const server = http.createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    let status = 200;
    let answer;
    try {
      answer = await handle(JSON.parse(Buffer.concat(chunks)));
    } catch (e) {
      status = 500;
      answer = { error: e.message };
    }
    response.writeHead(status, { "x-fc-status": status === 200 ? "200" : "404" });
    response.end(JSON.stringify(answer));
  });
});
server.keepAliveTimeout = 15 * 60 * 1000;
server.listen(Number(process.env.FC_SERVER_PORT), "0.0.0.0");
