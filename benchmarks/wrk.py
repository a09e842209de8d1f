"""The client of the benchmarks: wrk, driven by a script written for each measurement.

wrk (Debian package ``wrk``) keeps its connections open and needs a few microseconds a
request, so that on two cores it takes little from the server it shares them with.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
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
request = function()
  place = place % #requests + 1
  local path = requests[place]
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
    with tempfile.TemporaryDirectory() as folder:
        requests, script = Path(folder, "requests"), Path(folder, "script.lua")
        requests.write_text("".join(f"{path}{quote(query, safe='')}\n" for query in queries))
        script.write_text(_SCRIPT.replace("REQUESTS", str(requests)).replace("START", str(start)))
        command = [
            "wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "120s",
            "-H", f"Accept: {RESULTS}", "-s", str(script), address,
        ]  # fmt: skip
        ran = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(ran.stderr.strip().splitlines()[-1])
    return Measured(**told)
