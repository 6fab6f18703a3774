"""Whether the answers to a question agree, in one sentence. Pure: what the ledger says, in words."""

from collections.abc import Iterable, Sequence

from claimsdb.agreement import Party, Related, Statement
from claimsdb.choices import Agreement, AnswerPart, RelationKind, Role, Strength
from claimsdb.pages.wording import amount, counted, joined, so_many
from claimsdb.questions.ledger import Ledger, LedgerRow

MOST_NAMED = 3


def sentence(ledger: Ledger) -> str:
    """What a reader wants to know first."""
    return SENTENCES[ledger.gathered.agreement](ledger)


def row_words(row: LedgerRow) -> str:
    """A row of the ledger: "10,000 to 12,000, sent", "yes"."""
    if row.told is None:
        return row.value or "in words"
    return ", ".join(filter(None, [amount(row.told), counted(row.told)]))


def speakers(row: LedgerRow) -> list[str]:
    """Who says so, each once."""
    return _named_first(row.speakers) or ["the article"]


def names_of(statements: Iterable[Statement]) -> list[str]:
    """Who makes the statements, each once."""
    found = {party.id: party for each in statements for party in each.having(Role.CLAIMANT)}
    return _named_first(found.values()) or ["the article"]


def _nothing(ledger: Ledger) -> str:
    if undated := ledger.gathered.undated:
        return f"Nothing with a day answers this; of {so_many(undated, 'statement')} nobody knows the day."
    return "No claim that has been reviewed answers this yet."


def _one(ledger: Ledger) -> str:
    rows = _stating(ledger)
    if not rows:
        return f"{so_many(len(ledger.gathered.keys), 'statement')} belong to it, and none gives an answer in a word."
    said = sum(len(row.statements) for row in rows)
    if len(rows) > 1:
        return f"{so_many(said, 'statement')} of one origin give {joined([row_words(row) for row in rows], last='or')}."
    [row] = rows
    if said == 1:
        return f"One answer is given, in one statement: {row_words(row)}."
    return f"One answer is given, in {said} statements from {_origins(row)}: {row_words(row)}."


def _compatible(ledger: Ledger) -> str:
    rows = _stating(ledger)
    count = so_many(len(rows), "different answer")
    return f"{count} are given, and of no two has it been confirmed that they contradict each other."


def _denied(ledger: Ledger) -> str:
    denials = _deciding(ledger, RelationKind.DENIES)
    denied = next(row for row in ledger.rows if any(each.b in _keys(row) for each in denials))
    deniers = names_of(ledger.gathered.related[each.a] for each in denials if each.b in _keys(denied))
    said = "so" if denied.value in ("yes", "") and not denied.told else f"“{row_words(denied)}”"
    return f"{_capital(_named(speakers(denied)))} {_say(denied)} {said}; {_named(deniers)} {_deny(deniers)} it."


def _conflict(ledger: Ledger) -> str:
    pairs = [(each.a, each.b) for each in _deciding(ledger, RelationKind.CONTRADICTS)]
    rows = ledger.rows
    across = [pair for pair in pairs if not any(_keys(row).issuperset(pair) for row in rows)]
    sides = [row for row in rows if any(key in _keys(row) for pair in across for key in pair)]
    if not sides:
        return "Claims that give the same answer contradict each other in what they say about it."
    said = [f"{row_words(row)} ({_named(speakers(row))})" for row in sides]
    return f"The claims contradict each other: {' against '.join(said)}."


def _open(ledger: Ledger) -> str:
    said = so_many(len(ledger.gathered.keys), "statement")
    speak = "speaks" if len(ledger.gathered.keys) == 1 else "speak"
    return f"There is no one answer to agree on; {said} {speak} to it."


SENTENCES = {
    Agreement.UNASSESSED: _nothing,
    Agreement.ONE_ANSWER: _one,
    Agreement.COMPATIBLE: _compatible,
    Agreement.DENIED: _denied,
    Agreement.CONFLICT: _conflict,
    Agreement.OPEN: _open,
}


def _stating(ledger: Ledger) -> list[LedgerRow]:
    """The rows by which it is said whether the claims agree: not those that are only taken for granted."""
    return [row for row in ledger.rows if (row.told or row.value) and _keys(row)]


def _keys(row: LedgerRow) -> set[str]:
    """Of the claims that state it."""
    return {answer.key for answer in row.answers if answer.part != AnswerPart.PRESUPPOSES}


def _deciding(ledger: Ledger, kind: RelationKind) -> list[Related]:
    """The relations that decide, as `agreement_of` has it: certain ones between claims that answer."""
    keys = {answer.key for answer in ledger.gathered.answers if answer.part != AnswerPart.PRESUPPOSES}
    certain = [each for each in ledger.gathered.relations if each.strength == Strength.CERTAIN]
    return [each for each in certain if each.kind == kind and {each.a, each.b} <= keys]


def _origins(row: LedgerRow) -> str:
    least, most = row.origins.least, row.origins.most
    return so_many(most, "origin") if least == most else f"at least {least} and at most {so_many(most, 'origin')}"


def _named_first(parties: Iterable[Party]) -> list[str]:
    """Those for whom somebody stands before unnamed officials and the like."""
    return [party.who for party in sorted(parties, key=lambda party: not party.is_named)]


def _named(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return joined([*names[:MOST_NAMED], so_many(more, "other")] if more > 0 else names)


def _say(row: LedgerRow) -> str:
    return "says" if len(speakers(row)) == 1 else "say"


def _deny(names: Sequence[str]) -> str:
    return "denies" if len(names) == 1 else "deny"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
