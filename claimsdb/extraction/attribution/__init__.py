"""Quotation attribution: which content has which cue and which speakers.

One module a construction; each has `find_candidates(passage, ...)`, which yields ClaimCandidate:

| module | construction |
|---|---|
| quotations | direct speech in quotation marks |
| clauses | a reporting verb with a finite clause: "X said that ..." |
| verb_frames | a reporting verb with other complements: "denied X", "accused X of Y" |
| according_to | "according to X" |
| reporting_nouns | "the claim that ...", "X's denial of ..." |
| attitudes | "is confident that ..." |
| headlines | "Poll: ...", "...: Kyiv", "... – mayor", "..., police say"; transcripts |
| statements | the article's own voice, from what the others leave |

Speakers: `speakers` finds the noun phrases, `names` the names in them, `actor_matching` the registry's actors,
`coreference` the entity behind a short name, a pronoun or a description; `chains` has whoever tells of another's words
pass them on.
"""
