"""What a construction of reported speech yields: content, cue and speakers as tokens, before names are resolved."""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from claimsdb.choices import Role, Stance, Voice


@dataclass(frozen=True)
class Speaker:
    """A noun phrase that names a speaker. `head` is its main word; `hop` counts the links towards the origin."""

    head: Token
    span: Span
    role: Role = Role.CLAIMANT
    hop: int = 0


@dataclass(frozen=True)
class ClaimCandidate:
    """Content that somebody says, or that the article states, within one passage.

    `verb` is the head of the cue and `cue` the cue as written; both are None for a quotation without a cue and for
    the article's own statements. A `whole` content is not split into propositions.
    """

    content: Span
    rule: str
    stance: Stance = Stance.ASSERTS
    voice: Voice = Voice.ATTRIBUTED
    verb: Token | None = None
    cue: Span | None = None
    speakers: tuple[Speaker, ...] = ()
    whole: bool = False

    @property
    def claimants(self) -> tuple[Speaker, ...]:
        """Those whose words they are, without who passes them on."""
        return tuple(speaker for speaker in self.speakers if speaker.role is Role.CLAIMANT)
