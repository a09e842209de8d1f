"""``/metrics``: the counters of the whole server, for Prometheus, as text 0.0.4 or OpenMetrics 1.0.

Every label has a short, closed list of values: nobody can fill the memory of the
monitoring by asking for addresses that do not exist.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, request

from esslod import __version__
from esslod import addresses as places
from esslod.rdf.formats import METRICS, OPENMETRICS
from esslod.web import asked
from esslod.web.negotiation import best
from esslod.web.tally import BOUNDS

if TYPE_CHECKING:
    from esslod.web.published import Published
    from esslod.web.tally import Tally

Labels = dict[str, str]
Sample = tuple[str, Labels, float]

_PROC: Final = Path("/proc")
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


@dataclass(frozen=True)
class Family:
    """One metric: name without ``_total``, kind (counter, gauge, histogram), a sentence, and its samples.

    A sample is the suffix of its name, its labels and its value.
    """

    name: str
    kind: str
    meaning: str
    samples: Iterable[Sample]


def metrics_blueprint(tally: Tally) -> Blueprint:
    """The route of ``/metrics``, which tells what *tally* holds."""
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get(f"/{places.METRICS}")
    def metrics() -> Response:
        """The counters of this server, for Prometheus."""
        syntax = best(request.headers.get("Accept"), (METRICS, OPENMETRICS)) or METRICS
        text = written(families(tally, asked.published()), openmetrics=syntax is OPENMETRICS)
        response = Response(text, content_type=syntax.content_type)
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(("Accept",))
        return response

    return blueprint


def families(tally: Tally, published: Published) -> Iterator[Family]:
    """Everything there is to tell."""
    yield Family(
        "esslod_http_requests", "counter", "Requests answered.",
        (("_total", {"kind": kind, "method": method, "status": status}, count)
         for kind, method, status, count in tally.requests()),
    )  # fmt: skip
    yield Family("esslod_http_request_seconds", "histogram", "Seconds to answer.", _histogram(tally))
    sent = (("_total", {"kind": kind}, size) for kind, size in tally.bytes())
    yield Family("esslod_http_response_bytes", "counter", "Bytes of bodies, as coded.", sent)
    yield Family("esslod_http_requests_pending", "gauge", "Requests under way.", [("", {}, tally.pending())])
    yield from _of_release(published)
    yield from _of_processes(tally.processes())


def written(families: Iterable[Family], *, openmetrics: bool) -> str:
    """The text of *families*; the two formats differ in the names of counters and in the end."""
    return "".join(f"{line}\n" for line in _lines(families, openmetrics=openmetrics))


def _lines(families: Iterable[Family], *, openmetrics: bool) -> Iterator[str]:
    for family in families:
        suffix = "_total" if family.kind == "counter" and not openmetrics else ""
        yield f"# HELP {family.name}{suffix} {family.meaning}"
        yield f"# TYPE {family.name}{suffix} {family.kind}"
        for ending, labels, value in family.samples:
            yield f"{family.name}{ending}{_labels(labels)} {value:.15g}"
    if openmetrics:
        yield "# EOF"


def _labels(labels: Labels) -> str:
    inside = ",".join(f'{name}="{value.translate(_ESCAPES)}"' for name, value in labels.items())
    return f"{{{inside}}}" if inside else ""


def _histogram(tally: Tally) -> Iterator[Sample]:
    for told in tally.durations():
        labels = {"kind": told.kind, "source": told.source}
        sums = list(accumulate(told.counts))
        for bound, below in zip((*map(str, BOUNDS), "+Inf"), sums, strict=True):
            yield "_bucket", {**labels, "le": bound}, below
        yield "_count", labels, sums[-1]
        yield "_sum", labels, told.seconds


def _of_release(published: Published) -> Iterator[Family]:
    manifest = published.manifest
    software = {"version": __version__, "python": platform.python_version()}
    yield Family("esslod_software", "gauge", "The software that answers; always 1.", [("", software, 1)])
    release = {"name": manifest.name, "date": manifest.date}
    yield Family("esslod_release", "gauge", "The release that is served; always 1.", [("", release, 1)])
    yield Family("esslod_release_quads", "gauge", "Statements of the release.", [("", {}, manifest.quads)])
    sealed = published.modified.timestamp()
    yield Family("esslod_release_sealed_seconds", "gauge", "When it was sealed (Unix).", [("", {}, sealed)])
    stands = float(published.engine.ready())
    yield Family("esslod_engine_ready", "gauge", "1 when queries would be answered.", [("", {}, stands)])


def _of_processes(processes: tuple[int, ...]) -> Iterator[Family]:
    """Memory and processor time of the web processes, where the system tells them (Linux)."""
    told = {str(number): _told(process) for number, process in enumerate(processes, 1) if process}
    memory: list[Sample] = [("", {"process": name}, usage[0]) for name, usage in told.items() if usage]
    seconds: list[Sample] = [("_total", {"process": name}, usage[1]) for name, usage in told.items() if usage]
    if memory:
        yield Family("esslod_process_memory_bytes", "gauge", "Memory held by a web process.", memory)
        yield Family("esslod_process_cpu_seconds", "counter", "Processor time of a web process.", seconds)


def _told(process: int) -> tuple[float, float] | None:
    """Bytes of memory and seconds of processor time of a process (proc(5)); None when it cannot be told."""
    try:
        stat = (_PROC / str(process) / "stat").read_text(encoding="ascii", errors="replace")
        fields = stat.rpartition(")")[2].split()
        ticks, pages = int(fields[11]) + int(fields[12]), int(fields[21])
        return pages * float(os.sysconf("SC_PAGE_SIZE")), ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None
