"""Figures: how many of what, within which bounds, on which basis."""

from claimsdb.extraction.quantities.figures import quantities_in

__all__ = ["quantities_in"]
