"""The feed of changes for people: Atom (RFC 4287), one in each language.

Identifiers and links are canonical. Each entry is a publication, with what changed in sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from esslod.addresses import CHANGES, Addresses
from esslod.config import Site

#: Publications in a feed, and graphs named in an entry; the page of changes has the rest.
ENTRIES: Final = 30
GRAPHS: Final = 20

_TITLES: Final = {"fr": "{site} : ce qui change", "en": "{site}: what changes"}
_ENTRY: Final = {"fr": "Version {release} du {day}", "en": "Release {release} of {day}"}
_MORE: Final = {"fr": "… et {count} autres.", "en": "… and {count} more."}


def feed_address(language: str) -> str:
    """``changes.atom`` is French, the others say their language."""
    return f"{CHANGES}.atom" if language == "fr" else f"{CHANGES}.{language}.atom"


def feed(summaries: Sequence[Mapping[str, Any]], site: Site, language: str) -> bytes:
    """The feed in *language*; *summaries* are those of `changes.summary_json`, newest first, at least one."""
    addresses = site.addresses
    title = _TITLES[language].format(site=site.title_fr if language == "fr" else site.title_en)
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">',
        f"<id>{escape(addresses.iri(CHANGES))}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{summaries[0]['moment']}</updated>",
        f"<author><name>{escape(site.publisher_name)}</name></author>",
        _link("self", addresses.iri(feed_address(language)), "application/atom+xml", language),
        _link("alternate", f"{addresses.iri(CHANGES)}?lang={language}", "text/html", language),
    ]
    for other in _TITLES:
        if other != language:
            href = addresses.iri(feed_address(other))
            head.append(_link("alternate", href, "application/atom+xml", other))
    entries = (line for summary in summaries[:ENTRIES] for line in _entry(summary, addresses, language))
    return ("\n".join([*head, *entries, "</feed>"]) + "\n").encode()


def _entry(summary: Mapping[str, Any], addresses: Addresses, language: str) -> Iterable[str]:
    address = addresses.iri(f"{CHANGES}/{summary['number']}")
    title = _ENTRY[language].format(release=summary["release"], day=summary["moment"][:10])
    yield "<entry>"
    yield f"<id>{escape(address)}</id>"
    yield f"<title>{escape(title)}</title>"
    yield f"<updated>{summary['moment']}</updated>"
    yield f"<published>{summary['moment']}</published>"
    yield _link("alternate", f"{address}?lang={language}", "text/html", language)
    yield _link("enclosure", f"{address}.json", "application/json", "")
    yield f"<summary>{escape(summary['summary'][language])}</summary>"
    yield f'<content type="html">{escape(_content(summary, addresses, language))}</content>'
    yield "</entry>"


def _content(summary: Mapping[str, Any], addresses: Addresses, language: str) -> str:
    """HTML: the sentence, then one line a graph with a link to what describes it."""
    graphs = summary["graphs"]
    items = [_item(graph, addresses, language) for graph in graphs[:GRAPHS]]
    if len(graphs) > GRAPHS:
        items.append(f"<li>{_MORE[language].format(count=len(graphs) - GRAPHS)}</li>")
    listed = f"<ul>{''.join(items)}</ul>" if items else ""
    return f"<p>{escape(summary['summary'][language])}</p>{listed}"


def _item(graph: Mapping[str, Any], addresses: Addresses, language: str) -> str:
    told = escape(graph["summary"][language])
    document = addresses.document(graph["graph"])
    if graph["change"] == "Delete" or document is None:
        return f"<li>{told}</li>"
    return f"<li><a href={quoteattr(addresses.iri(document))}>{told}</a></li>"


def _link(rel: str, href: str, media_type: str, language: str) -> str:
    spoken = f' hreflang="{language}"' if language else ""
    return f'<link rel="{rel}" type="{media_type}"{spoken} href={quoteattr(href)}/>'
