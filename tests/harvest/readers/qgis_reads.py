"""What QGIS reads of a table at an address: ``python3 qgis_reads.py ADDRESS EXPRESSION…``.

Run by the interpreter that QGIS is installed for. The layer is what the dialogue "Add Vector
Layer, Protocol: HTTP(S)" makes: GDAL reads the address, through ``/vsicurl/``. Prints JSON: for each
row of the table what the expressions give.
"""

from __future__ import annotations

import json
import sys

from qgis.core import QgsApplication, QgsExpression, QgsExpressionContext, QgsVectorLayer


def read(address: str, written: list[str]) -> list[list[object]]:
    """A list per row; AssertionError with what QGIS says against the address or an expression."""
    layer = QgsVectorLayer(f"/vsicurl/{address}", "table", "ogr")
    assert layer.isValid(), layer.error().message()
    expressions = [QgsExpression(text) for text in written]
    rows = []
    for feature in layer.getFeatures():
        context = QgsExpressionContext()
        context.setFields(layer.fields())
        context.setFeature(feature)
        rows.append([expression.evaluate(context) for expression in expressions])
    for expression in expressions:
        assert not expression.hasParserError(), expression.parserErrorString()
        assert not expression.hasEvalError(), expression.evalErrorString()
    return rows


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    found = read(sys.argv[1], sys.argv[2:])
    application.exitQgis()
    sys.stdout.write(json.dumps(found))
