"""Whether the answers to a question agree, in one sentence. Pure: what the ledger says, in words."""

from collections.abc import Iterable, Sequence

from claimsdb.agreement import Party, Statement
from claimsdb.choices import Agreement, Role
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
    return "No claim that has been reviewed answers this yet."


def _one(ledger: Ledger) -> str:
    [row] = _stating(ledger)[:1] or ledger.rows[:1]
    said = so_many(len(ledger.gathered.keys), "statement")
    alone = f"One answer is given, in {said} from {_origins(row)}: {row_words(row)}."
    return alone if len(ledger.gathered.keys) > 1 else f"One answer is given, in one statement: {row_words(row)}."


def _compatible(ledger: Ledger) -> str:
    count = so_many(len(_stating(ledger)), "different answer")
    why = "They count different things, or leave room for each other" if _has_figures(ledger) else "They can all be so"
    return f"{count} are given, and no two of them contradict each other. {why}."


def _denied(ledger: Ledger) -> str:
    denied = next((row for row in ledger.rows if row.denied_by), None)
    if denied is None:
        return "What is claimed here is denied by others."
    deniers = names_of(each.statement for each in denied.denied_by)
    said = "so" if denied.value == "yes" else f"“{row_words(denied)}”"
    return f"{_capital(_named(speakers(denied)))} {_say(denied)} {said}; {_named(deniers)} {_deny(deniers)} it."


def _conflict(ledger: Ledger) -> str:
    by_name = {row.name: row for row in ledger.rows}
    for row in ledger.rows:
        if others := [by_name[name] for name in row.contradicts if name in by_name]:
            sides = [f"{row_words(each)} ({_named(speakers(each))})" for each in (row, *others)]
            return f"The claims contradict each other: {' against '.join(sides)}."
    return "Claims that give the same answer contradict each other in what they say about it."


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
    return [row for row in ledger.rows if row.told or row.value]


def _has_figures(ledger: Ledger) -> bool:
    return any(row.told for row in ledger.rows)


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
