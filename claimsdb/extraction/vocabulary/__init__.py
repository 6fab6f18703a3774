"""The words that the rules look for, as data: TOML files, and the modules that make them ready to look up.

| file | read by |
|---|---|
| cues.toml | `reporting_lexicon` |
| words.toml | `hedges_and_topics` |
| quantities.toml | `quantities` |
| stages.toml | `stages` |
| dates.toml | `dates.normalization` |
"""

from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

__all__ = ["lexicon", "word_lists"]
