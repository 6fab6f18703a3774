"""Actors: lookup by name, roll-up of affiliations, and the registry."""
