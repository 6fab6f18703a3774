"""Assessments for other fact-checkers' tools: ClaimReview, and a search in the shape of Google's Fact Check Tools."""
