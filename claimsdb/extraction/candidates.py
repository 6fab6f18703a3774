"""What a construction hands on: a stretch of content with its cue and speakers, still without names and values."""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from claimsdb.choices import Role, Stance, Voice


@dataclass(frozen=True)
class Speaker:
    """The words that name a speaker; `head` is their main word. `hop` counts the links towards the origin."""

    head: Token
    span: Span
    role: Role = Role.CLAIMANT
    hop: int = 0


@dataclass(frozen=True)
class Finding:
    """One stretch that somebody says, or that the article states, within one passage.

    `verb` is the cue's main word, `cue` the cue as it is written; both None where nothing but quotation marks or
    the article itself vouches for the content. `whole` keeps a nominal or quoted content from being split.
    """

    content: Span
    rule: str
    stance: Stance = Stance.ASSERTS
    voice: Voice = Voice.ATTRIBUTED
    verb: Token | None = None
    cue: Span | None = None
    speakers: tuple[Speaker, ...] = ()
    whole: bool = False
