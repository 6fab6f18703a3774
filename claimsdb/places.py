"""Where words stand in a text, so that editors copy words and never count characters."""

Place = tuple[int, int]  # start, end: code points, end exclusive


def places_of(words: str, text: str) -> list[Place]:
    """Every place of the words, in reading order."""
    starts, start = [], text.find(words) if words else -1
    while start >= 0:
        starts.append(start)
        start = text.find(words, start + 1)
    return [(start, start + len(words)) for start in starts]


def only_place(words: str, text: str, *, within: Place | None = None) -> Place | None:
    """The one place of the words inside `within`, else in all the text; None where there is none, or several."""
    everywhere = places_of(words, text)
    inside = [place for place in everywhere if within and within[0] <= place[0] and place[1] <= within[1]]
    candidates = inside or everywhere
    return candidates[0] if len(candidates) == 1 else None
