"""Shapes for pages alone are kept from the validator; those that may be broken are not."""

from __future__ import annotations

from pyoxigraph import RdfFormat, parse

from esslod.validation.idle import idle
from esslod.validation.shapes import Shapes

TURTLE = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dash: <http://datashapes.org/dash#> .
<#S> sh:property <#shown> , <#some> , <#one> , <#counted> , <#typed> , <#worded> , <#lost> .
<#shown> sh:path <#p> ; sh:name "montré"@fr ; sh:order 1 ; dash:viewer dash:DetailsViewer .
<#some> sh:path <#p> ; sh:qualifiedValueShape <#Q> ; sh:qualifiedMinCount 0 .
<#one> sh:path <#p> ; sh:qualifiedValueShape <#Q> ; sh:qualifiedMinCount 1 .
<#counted> sh:path <#p> ; sh:qualifiedValueShape <#Q> ; sh:qualifiedMinCount 0 ; sh:qualifiedMaxCount 3 .
<#typed> sh:path <#p> ; sh:class <#C> .
<#worded> sh:path <#p> ; <#unheardOf> true .
<#lost> sh:name "sans chemin"@fr .
"""


def test_only_what_nothing_can_break_is_idle() -> None:
    """No constraint, or a minimum of zero; what else is said is for the validator to judge."""
    shapes = Shapes(parse(TURTLE, RdfFormat.TURTLE, base_iri="http://s.example/"))
    left_out = {str(field).rpartition("#")[2].rstrip(">") for _, _, field in idle(shapes)}
    assert left_out == {"shown", "some"}
