"""Figures: how many of what, within which bounds, on which basis.

`figures` needs spaCy; the review desk reads `amounts` without it.
"""
