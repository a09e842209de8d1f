"""Pictures of answers: SVG made on the server, accessible, without script or inline style."""
