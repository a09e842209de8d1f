"""Finding things in a release: the index of lists, facets and texts, as it is laid out and as it is read.

The index is one SQLite file beside the query store, written by ``release/index.py`` and only read here
(`docs/decisions/0027-finding.md`).
"""
