"""That an article was not read to its end, in the words for whoever loads it and for editors."""


def in_words(at: int, reason: str) -> str:
    """`at` is the code point up to which it was read."""
    return f"claims were looked for up to character {at:,} alone: {reason}"
