"""Evaluation of an extractor against articles that people have annotated: recall, precision, agreement."""

from claimsdb.extraction.evaluation.attributions import to_attribution_rows
from claimsdb.extraction.evaluation.gold import Annotation, BadGold, GoldArticle, GoldClaim, read_gold
from claimsdb.extraction.evaluation.scores import (
    Comparison,
    Scores,
    Share,
    compare,
    compute_scores,
    same_figures,
    same_name,
    to_annotation,
)

__all__ = [
    "Annotation",
    "BadGold",
    "Comparison",
    "GoldArticle",
    "GoldClaim",
    "Scores",
    "Share",
    "compare",
    "compute_scores",
    "read_gold",
    "same_figures",
    "same_name",
    "to_annotation",
    "to_attribution_rows",
]
