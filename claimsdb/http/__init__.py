"""Around a request: server configuration, headers, compression, tokens, rate limits and the login throttle."""
