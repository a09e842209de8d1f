// What a follower gets of an event stream: the real ldes-client.
//
// `node ldes_reads.mjs MODULES ADDRESS FILE OPTIONS`: MODULES is the node_modules folder that holds
// ldes-client, OPTIONS its configuration as JSON, with `order` (none, ascending, descending).
// One line of JSON is added to FILE for each thing that happens: a page ({page}) or a member
// ({member, of, time, quads}); `quads` are N-Quads.
import { appendFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, address, file, text] = process.argv.slice(2);
const { order, after, ...options } = JSON.parse(text);
const ours = (path) => import(pathToFileURL(`${modules}/${path}`).href);
const { replicateLDES, intoConfig } = await ours("ldes-client/dist/lib/client.js");
const { Writer } = (await ours("n3/lib/index.js")).default ?? (await ours("n3/lib/index.js"));

const say = (told) => appendFileSync(file, JSON.stringify(told) + "\n");
const nquads = new Writer({ format: "N-Quads" });

const client = replicateLDES(
  intoConfig({ url: address, ...options, ...(after && { after: new Date(after) }) }),
  order ?? "none",
);
client.on("fragment", (page) => say({ page: page.url, immutable: page.immutable ?? false }));

const reader = client.stream({ highWaterMark: 10 }).getReader();
for (;;) {
  const { done, value } = await reader.read();
  if (done) break;
  const time = value.timestamp instanceof Date ? value.timestamp.toISOString() : String(value.timestamp ?? "");
  say({
    member: value.id.value,
    of: value.isVersionOf ?? "",
    time,
    quads: nquads.quadsToString(value.quads),
  });
}
