"""Whether claims agree: pure rules, no database, dataclasses in and verdicts with their reasons out."""
