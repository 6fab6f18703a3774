"""What a publisher's label probably comes to: a suggestion for an editor, who says it."""

from claimsdb.choices import Conclusion
from claimsdb.db.words import name_words
from claimsdb.reading.claim_reviews import ReviewRecord

LABELS = {
    Conclusion.SUPPORTED: ("true", "correct", "accurate", "mostly true", "verdadero", "vrai", "wahr", "richtig"),
    Conclusion.REFUTED: (
        *("false", "mostly false", "incorrect", "wrong", "fake", "pants on fire", "falso", "faux", "falsch", "fals"),
        *("fabricated", "hoax", "debunked", "not true"),
    ),
    Conclusion.NOT_ENOUGH_EVIDENCE: ("unproven", "unverified", "no evidence", "not enough evidence", "unsupported"),
    Conclusion.CONFLICTING: ("half true", "mixture", "mixed", "disputed"),
}
BY_LABEL = {label: conclusion for conclusion, labels in LABELS.items() for label in labels}
END = 0.2  # of the scale, at either end: what lies between says nothing by itself


def likely_conclusion(record: ReviewRecord) -> Conclusion | None:
    """By the label as a whole, or else by a place at one end of the scale."""
    if by_label := BY_LABEL.get(name_words(record.label)):
        return by_label
    if rating := record.rating:
        place = (rating.value - rating.worst) / (rating.best - rating.worst)
        return Conclusion.REFUTED if place <= END else Conclusion.SUPPORTED if place >= 1 - END else None
    return None
