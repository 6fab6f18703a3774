"""What surrounds a request: the production server, headers, compression, static files, tokens and rate limits."""
