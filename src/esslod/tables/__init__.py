"""Tables of the things of a release: columns from the shapes, rows from the statements, files for people."""
