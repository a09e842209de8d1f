"""The client of the benchmarks: wrk, driven by a script written for each measurement.

wrk (Debian package ``wrk``) keeps its connections open and needs a few microseconds a
request, so that on two cores it takes little from the server it shares them with.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

#: The media type that is asked for.
RESULTS = "application/sparql-results+json"
#: A number of the request, in a template: no two requests of a run get the same one.
NUMBER = "__NUMBER__"

_SCRIPT = """
local requests, fresh = {}, {}
for line in io.lines("REQUESTS") do
  local before, after = line:match("^(.-)__NUMBER__(.*)$")
  if before then fresh[#fresh + 1] = {before, after} end
  requests[#requests + 1] = before and {before, after} or line
end
local place, number = START, START * 1000000
local tags = {}
for line in io.lines("TAGS") do tags[#tags + 1] = line end
request = function()
  place = place % #requests + 1
  local path = requests[place]
  if #tags > 0 then
    wrk.headers["If-None-Match"] = tags[place]
    return wrk.format("GET", path)
  end
  if type(path) == "table" then
    number = number + 1
    path = path[1] .. string.format("%d", number) .. path[2]
  end
  return wrk.format("GET", path)
end
done = function(summary, latency)
  local e = summary.errors
  io.stderr:write(string.format(
    '{"requests":%d,"seconds":%f,"bytes":%d,"failed":%d,"p50":%f,"p99":%f}',
    summary.requests, summary.duration / 1e6, summary.bytes,
    e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
"""


@dataclass(frozen=True)
class Measured:
    """What one run of wrk saw; latencies in milliseconds. ``failed`` counts errors of any kind."""

    requests: int
    seconds: float
    bytes: int
    failed: int
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return max(0, self.requests - self.failed) / self.seconds

    @property
    def megabytes(self) -> float:
        """Megabytes a second."""
        return self.bytes / self.seconds / 1e6


def missing() -> str:
    """What to install; empty when wrk is there."""
    return "" if shutil.which("wrk") else "wrk is missing: apt install wrk"


def measure(
    address: str, queries: Sequence[str], *, seconds: float, connections: int, start: int
) -> Measured:
    """Send *queries* to *address* in turn, from place *start*, over *connections* connections."""
    path = "/" + address.split("/", 3)[3] + "?query="
    paths = [f"{path}{quote(query, safe='')}" for query in queries]
    accepted = {"Accept": RESULTS}
    return send(address, paths, accepted, seconds=seconds, connections=connections, start=start)


def send(  # noqa: PLR0913 : by name only
    address: str,
    paths: Sequence[str],
    headers: Mapping[str, str],
    *,
    tags: Sequence[str] = (),
    seconds: float,
    connections: int,
    start: int,
) -> Measured:
    """Ask for *paths* in turn, each with its tag of *tags* in ``If-None-Match`` when there are any."""
    with tempfile.TemporaryDirectory() as folder:
        requests, held, script = Path(folder, "requests"), Path(folder, "tags"), Path(folder, "script.lua")
        requests.write_text("".join(f"{path}\n" for path in paths))
        held.write_text("".join(f"{tag}\n" for tag in tags))
        filled = _SCRIPT.replace("REQUESTS", str(requests)).replace("TAGS", str(held))
        script.write_text(filled.replace("START", str(start)))
        command = [
            "wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "120s",
            *(word for name, value in headers.items() for word in ("-H", f"{name}: {value}")),
            "-s", str(script), address,
        ]  # fmt: skip
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(ran.stderr.strip().splitlines()[-1])
    return Measured(**told)
