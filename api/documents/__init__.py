"""The shape of everything that the API shows, and what of it a request asks for."""
