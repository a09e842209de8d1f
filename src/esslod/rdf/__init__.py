"""RDF machinery both halves share: the table of formats, digests, descriptions."""
