"""The one table of media types."""

from __future__ import annotations

from pyoxigraph import RdfFormat

from esslod.rdf import formats
from esslod.rdf.formats import RDF_SYNTAXES, RESULTS_SYNTAXES, RdfSyntax, Syntax

EVERY = tuple(value for value in vars(formats).values() if isinstance(value, Syntax))


def test_names_suffixes_and_types_are_unique_in_a_family() -> None:
    """?format=, a suffix or a media type never means two syntaxes of one family."""
    for family in (RDF_SYNTAXES, RESULTS_SYNTAXES):
        for field in ("name", "suffix", "media_type"):
            values = [getattr(syntax, field) for syntax in family]
            assert len(set(values)) == len(values), (field, values)


def test_each_alias_means_one_syntax_of_a_family() -> None:
    """A media type that clients send, and we understand, is never ambiguous."""
    for family in (RDF_SYNTAXES, RESULTS_SYNTAXES):
        aliases = [alias for syntax in family for alias in (syntax.media_type, *syntax.aliases)]
        assert len(set(aliases)) == len(aliases)


def test_our_table_agrees_with_the_parser() -> None:
    """pyoxigraph knows each RDF syntax by our media type and our suffix."""
    for syntax in RDF_SYNTAXES:
        assert RdfFormat.from_media_type(syntax.media_type) == syntax.rdf
        assert RdfFormat.from_extension(syntax.suffix) == syntax.rdf
        assert syntax.graphs == syntax.rdf.supports_datasets


def test_every_text_says_its_charset() -> None:
    """udata reads Latin-1 unless Content-Type says utf-8; binary types say none."""
    for syntax in EVERY:
        assert syntax.content_type.endswith("; charset=utf-8") == syntax.text, syntax.name


def test_lookups_by_every_name() -> None:
    """Name, suffix and media type all find the syntax; an unknown name finds none."""
    for syntax in RDF_SYNTAXES:
        assert formats.rdf_by_suffix(syntax.suffix) is syntax
        for name in (syntax.name, syntax.suffix, syntax.media_type):
            found = formats.rdf_by_name(name)
            assert isinstance(found, RdfSyntax)
            assert found is syntax
    for results in RESULTS_SYNTAXES:
        for name in (results.name, results.suffix, results.media_type):
            assert formats.results_by_name(name) is results
    assert formats.rdf_by_name("docx") is None
    assert formats.results_by_name("docx") is None
    assert formats.rdf_by_suffix("docx") is None
