"""The Links of the pages and files of tables (`links.py` has those of all else)."""

from __future__ import annotations

from esslod.addresses import TABLES, TABLES_LISTED, table_path
from esslod.rdf.formats import CSV, CSVW, DATA_PACKAGE, HTML, JSON, XLSX, Syntax
from esslod.web import asked
from esslod.web.links import Link, licence


def of_tables() -> tuple[Link, ...]:
    """The links of the page that lists the tables, and of the files that hold them all."""
    package = table_path(TABLES_LISTED, DATA_PACKAGE.suffix)
    return (_canonical(TABLES), Link("describedby", package, DATA_PACKAGE.media_type), *licence())


def of_page(table: str) -> tuple[Link, ...]:
    """The links of the page of *table*: its files, and where its columns are described."""
    files = (
        Link("alternate", table_path(table, syntax.suffix), syntax.media_type) for syntax in (CSV, XLSX, JSON)
    )
    return (_canonical(TABLES + table), *files, _metadata(table), *licence())


def of_file(table: str, syntax: Syntax | None) -> tuple[Link, ...]:
    """The links of a file of *table*: its page, and where its columns are described (CSVW §5.2)."""
    described = () if syntax is CSVW else (_metadata(table),)
    return (Link("collection", TABLES + table, HTML.media_type), *described, *licence())


def _metadata(table: str) -> Link:
    return Link("describedby", table_path(table, CSVW.suffix), CSVW.media_type)


def _canonical(path: str) -> Link:
    return Link("canonical", asked.site().addresses.iri(path), ours=False)
