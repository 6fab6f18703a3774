"""The wording of a claim: its content as a sentence that stands alone, made from the article's words.

What the sentence lacks is taken from around it: the subject of a second predicate, the antecedent of a relative clause,
"is" between an object and its complement. A name in square brackets stands for a pronoun. What no rule makes a sentence
stays as the article has it, behind "…", so that an editor sees it.
"""

from spacy.tokens import Span

from claimsdb.extraction.attribution.coreference import Coreference
from claimsdb.extraction.candidates import ClaimCandidate
from claimsdb.extraction.results import FoundDate
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.wording.draft import Material, Opening, render
from claimsdb.extraction.wording.names import complete_names, complete_years, name_first_word
from claimsdb.extraction.wording.openings import find_opening
from claimsdb.extraction.wording.polish import as_fragment, as_sentence, polish
from claimsdb.extraction.wording.predicates import find_predicate, is_sentence

__all__ = ["as_sentence", "word_claim"]


def word_claim(
    candidate: ClaimCandidate,
    *,
    passage: Passage,
    coreference: Coreference,
    without: Span | None,
    dates: tuple[FoundDate, ...] = (),
) -> str:
    """The content as a sentence on one line, with a capital and a full stop, `without` an interrupting cue."""
    material = Material(candidate, passage, coreference)
    opening = find_opening(material)
    predicate = find_predicate(material) if opening is None else {}
    rest = candidate.content[opening.skipped :] if opening else candidate.content
    words = {**complete_names(material, rest), **dict(complete_years(material, rest, dates)), **predicate}
    if rest and not (opening and opening.text):
        words |= name_first_word(material, rest[0])
    text = render(material, opening or Opening(), words, without=without)
    return polish(text) if opening or predicate or is_sentence(material) else as_fragment(text)
