"""The REST API over claimsdb: what it shows and how it is asked. Imports claimsdb, never the other way."""
