"""How many independent origins stand behind what some statements say: at least, at most, and how many are named.

A node is the far end of a statement's chain. Nodes that are one are joined for certain; those that may be one possibly.
`most` counts the groups of certain joins; `least` the most named groups of which no two may be one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from claimsdb.agreement.independence import Claimant, largest_independent
from claimsdb.agreement.measures import Told
from claimsdb.agreement.readings import OPENING, Reading
from claimsdb.agreement.statements import Party, Registry
from claimsdb.choices import JoinReason, Placement, Role, Stance

Pair = frozenset[str]  # of keys of statements, or of articles


@dataclass(frozen=True, slots=True)
class Backing:
    """A statement behind an answer, with the figure that it gives; None where the answer is no number."""

    reading: Reading
    told: Told | None = None

    @property
    def key(self) -> str:
        return self.reading.key

    @property
    def refers(self) -> bool:
        """Whether the speaker takes up what another says, so that it may be his own or that one's."""
        figure = self.told and self.told.figure
        return self.reading.statement.stance == Stance.CONFIRMS or bool(figure and figure.stands_for)


@dataclass(frozen=True)
class Ties:
    """What else is known of the statements: those that only repeat another, by key; pairs that editors hold, or may
    hold, to be of one origin, and those that they do not; articles that came out of each other, or may have."""

    heads: Mapping[str, Reading] = field(default_factory=dict)
    one_origin: frozenset[Pair] = frozenset()
    maybe_one: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    derived: frozenset[Pair] = frozenset()
    maybe_derived: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Join:
    """Why two statements have, or may have, one origin; their keys."""

    between: tuple[str, str]
    is_certain: bool
    reason: JoinReason


@dataclass(frozen=True, slots=True)
class Group:
    """Statements of one origin; `who` is who stands behind them, as they are named."""

    keys: tuple[str, ...]
    who: tuple[str, ...]
    is_named: bool


@dataclass(frozen=True, slots=True)
class Origins:
    statements: int
    articles: int
    least: int
    most: int
    named: int
    groups: tuple[Group, ...]
    joins: tuple[Join, ...]

    @property
    def in_words(self) -> str:
        """`1 origin: an unnamed official`, or `at least 2, at most 7 origins, 4 named`."""
        if self.least == self.most:
            who = ", ".join(name for group in self.groups for name in group.who[:1])
            count = f"{self.most} origin{'' if self.most == 1 else 's'}"
            return f"{count}: {who}" if who and self.most <= 3 else count
        return f"at least {self.least}, at most {self.most} origin{'' if self.most == 1 else 's'}, {self.named} named"


@dataclass(slots=True, eq=False)
class _Node:
    backing: Backing
    party: Party | None  # None: nobody is named, the article's own word
    number: int
    sides: frozenset[str]
    said: object  # the figure, by which the article's voice and a speaker say one thing; None without one

    @property
    def slug(self) -> str | None:
        return self.party.slug if self.party else None

    @property
    def article(self) -> str:
        return self.backing.reading.statement.article


def origins_of(backings: Iterable[Backing], registry: Registry, ties: Ties | None = None) -> Origins:
    """The count for statements that say one thing; in whatever order they come."""
    ordered = sorted(backings, key=lambda each: each.key)
    count = _Count(ordered, registry, ties or Ties())
    return count.result()


def far_ends(reading: Reading) -> list[Party]:
    """Whose word a statement is in the end: the origins of the highest hop, else the claimants, else the evidence."""
    in_role: dict[Role, list[Party]] = {}
    for party in reading.statement.parties:
        in_role.setdefault(party.role, []).append(party)
    origins = in_role.get(Role.ORIGIN)
    if origins:
        highest = max(party.hop for party in origins)
        return [party for party in origins if party.hop == highest]
    return in_role.get(Role.CLAIMANT) or in_role.get(Role.EVIDENCE) or []


class _Count:
    def __init__(self, backings: Sequence[Backing], registry: Registry, ties: Ties) -> None:
        self.backings, self.registry, self.ties = backings, registry, ties
        self.nodes = list(_nodes(backings, registry))
        self.of_key: dict[str, list[_Node]] = defaultdict(list)
        self.of_article: dict[str, list[_Node]] = defaultdict(list)
        for node in self.nodes:
            self.of_key[node.backing.key].append(node)
            self.of_article[node.article].append(node)
        self.parent = list(range(len(self.nodes)))
        self.joins: list[Join] = []

    def result(self) -> Origins:
        for one, other, reason in self._certain():
            self._join(one, other, reason)
        members: dict[int, list[_Node]] = defaultdict(list)
        for node in self.nodes:
            members[self._root(node.number)].append(node)
        groups = {root: _group(nodes) for root, nodes in members.items()}
        claimants = [self._claimant(root, members[root]) for root, group in groups.items() if group.is_named]
        edges = list(self._possible(members))
        cut = {self._roots(one, other) for pair in self.ties.apart for one, other in self._across(pair)}
        named = len(claimants)
        possible = {self._roots(one, other) for one, other, _ in edges}
        shown = [*self.joins, *(_joined(one, other, reason, False) for one, other, reason in edges)]
        return Origins(
            statements=len({each.key for each in self.backings}),
            articles=len(self.of_article),
            least=largest_independent(claimants, edges=possible - cut, cut=cut) if named else self._least_unnamed(),
            most=len(groups),
            named=named,
            groups=tuple(sorted(groups.values(), key=lambda group: group.keys)),
            joins=tuple(sorted(set(shown), key=lambda join: (not join.is_certain, join.between, join.reason))),
        )

    def _certain(self) -> Iterator[tuple[_Node, _Node, JoinReason]]:
        yield from self._same_actor()
        for nodes in self.of_article.values():
            if len(nodes) > 1 or self.ties.heads:
                yield from self._in_one_article(nodes)
        for pair in sorted(self.ties.one_origin, key=sorted):
            yield from ((one, other, JoinReason.CONFIRMED) for one, other in self._across(pair))
        for pair in sorted(self.ties.derived, key=sorted):
            yield from ((one, other, JoinReason.DERIVED_ARTICLE) for one, other in self._taken_over(pair))

    def _same_actor(self) -> Iterator[tuple[_Node, _Node, JoinReason]]:
        first: dict[str, _Node] = {}
        for node in self.nodes:
            if node.slug:
                yield first.setdefault(node.slug, node), node, JoinReason.SAME_ACTOR
        spoken: dict[str, _Node] = {}
        for node in self.nodes:
            for body in sorted(self._bodies(node)):
                yield spoken.setdefault(body, first.get(body, node)), node, JoinReason.SPOKESMAN_AND_BODY

    def _in_one_article(self, nodes: Sequence[_Node]) -> Iterator[tuple[_Node, _Node, JoinReason]]:
        """The same words for somebody; the headline's speakers and the text's of that side; a copy and its head; the
        article's voice beside a speaker of the same figure, and its own figure twice."""
        by_words: dict[str, _Node] = {}
        by_side: dict[str, _Node] = {}
        by_figure: dict[object, _Node] = {}
        for node in sorted(nodes, key=lambda each: (_is_above_text(each), each.backing.reading.place_in_article)):
            if not node.party:
                continue
            if _is_above_text(node) and node.party.id not in by_words:
                yield from (
                    (by_side[side], node, JoinReason.HEADLINE_OF_TEXT)
                    for side in sorted(node.sides)[:1]
                    if side in by_side
                )
            yield by_words.setdefault(node.party.id, node), node, JoinReason.SAME_WORDS
            for side in node.sides:
                by_side.setdefault(side, node)
            if not node.backing.refers and node.said:
                by_figure.setdefault(node.said, node)
        for node in nodes:
            head = self.ties.heads.get(node.backing.key)
            if head is not None and not node.party and head.key in self.of_key:
                yield self.of_key[head.key][0], node, JoinReason.COPY
            elif not node.party and node.said:
                first = by_figure.setdefault(node.said, node)
                beside = JoinReason.ARTICLE_VOICE_BESIDE_SPEAKER if first.party else JoinReason.ARTICLE_VOICE
                yield first, node, beside

    def _taken_over(self, pair: Pair) -> Iterator[tuple[_Node, _Node]]:
        """Between articles of which one came out of the other: whoever says the same in both."""
        one, other = sorted(pair) if len(pair) > 1 else (*pair, *pair)
        known = {(_who(node), _what(node)): node for node in self.of_article.get(one, ())}
        anyone = {_what(node): node for node in reversed(self.of_article.get(one, ()))}
        for node in self.of_article.get(other, ()):
            same = known.get((_who(node), _what(node))) or (None if node.slug else anyone.get(_what(node)))
            if same:
                yield same, node

    def _possible(self, members: Mapping[int, list[_Node]]) -> Iterator[tuple[_Node, _Node, JoinReason]]:
        """Of each group once: with the first of its side where one of them is unnamed, joint speakers, what editors
        have not decided, and what is open with the first that somebody says."""
        first_of_all, *others = members.values() or [[]]
        if not others:
            return
        firsts: dict[str, _Node] = {}
        for nodes in sorted(members.values(), key=lambda each: _is_vague(each)):
            for side in sorted(set().union(*(node.sides for node in nodes))):
                first = firsts.setdefault(side, nodes[0])
                if first is not nodes[0] and _is_vague(nodes):
                    yield first, nodes[0], JoinReason.ONE_SIDE
        alone = {self._root(nodes[0].number) for nodes in self.of_key.values() if len(nodes) == 1 and nodes[0].party}
        for nodes in self.of_key.values():
            joint = [node for node in nodes if self._root(node.number) not in alone]
            yield from ((one, other, JoinReason.JOINT) for place, one in enumerate(joint) for other in joint[:place])
        for pair in sorted(self.ties.maybe_one, key=sorted):
            yield from ((one, other, JoinReason.PROPOSED) for one, other in self._across(pair))
        for pair in sorted(self.ties.maybe_derived, key=sorted):
            yield from ((one, other, JoinReason.NEAR_COPY) for one, other in self._taken_over(pair))
        for nodes in others:
            if not any(node.party for node in nodes):
                yield first_of_all[0], nodes[0], JoinReason.OPEN

    def _claimant(self, root: int, nodes: Sequence[_Node]) -> Claimant:
        sides = frozenset().union(*(node.sides for node in nodes))
        return Claimant(number=root, sides=sides, is_vague=_is_vague(nodes))

    def _least_unnamed(self) -> int:
        """A headline alone may be nobody's word."""
        return int(any(node.backing.reading.statement.placement != Placement.HEADLINE for node in self.nodes))

    def _join(self, one: _Node, other: _Node, reason: JoinReason) -> None:
        pair = frozenset({one.backing.key, other.backing.key})
        if one is other or (pair in self.ties.apart and reason != JoinReason.SAME_ACTOR):
            return
        roots = sorted({self._root(one.number), self._root(other.number)})
        if len(roots) > 1:
            self.parent[roots[1]] = roots[0]
            self.joins.append(_joined(one, other, reason, True))

    def _root(self, number: int) -> int:
        while self.parent[number] != number:
            self.parent[number] = self.parent[self.parent[number]]
            number = self.parent[number]
        return number

    def _roots(self, one: _Node, other: _Node) -> frozenset[int]:
        return frozenset({self._root(one.number), self._root(other.number)})

    def _across(self, pair: Pair) -> Iterator[tuple[_Node, _Node]]:
        keys = sorted(pair)
        if len(keys) == 2:
            yield from zip(self.of_key.get(keys[0], ())[:1], self.of_key.get(keys[1], ())[:1], strict=False)

    def _bodies(self, node: _Node) -> frozenset[str]:
        statement = node.backing.reading.statement
        day = statement.said.end or statement.published.end
        return self.registry.speaks_for(node.slug, day) if node.slug else frozenset()


def _nodes(backings: Sequence[Backing], registry: Registry) -> Iterator[_Node]:
    number = 0
    sides: dict[tuple[str | None, str | None], frozenset[str]] = {}
    for backing in backings:
        told = backing.told
        said = told.span if told and not told.figure.stands_for else None
        parties: Sequence[Party | None] = far_ends(backing.reading) or [None]
        for party in parties:
            which = (party.slug, party.side) if party else (None, None)
            if which not in sides:
                sides[which] = _sides(*which, registry)
            yield _Node(backing, party, number, sides[which], said)
            number += 1


def _sides(slug: str | None, side: str | None, registry: Registry) -> frozenset[str]:
    """The states for whose side somebody stands."""
    above = registry.above(slug, None) | {slug} if slug else frozenset()
    return frozenset({each for each in above if registry.is_state(each)} | ({side} if side else set()))


def _group(nodes: Sequence[_Node]) -> Group:
    names = dict.fromkeys(node.party.who for node in nodes if node.party)
    if not names:
        silent = (party for node in nodes for party in node.backing.reading.statement.having(Role.RELAYER))
        names = dict.fromkeys(party.who for party in silent)
    return Group(
        keys=tuple(sorted({node.backing.key for node in nodes})),
        who=tuple(names),
        is_named=any(node.party and node.party.is_named for node in nodes),
    )


def _joined(one: _Node, other: _Node, reason: JoinReason, is_certain: bool) -> Join:
    first, second = sorted((one.backing.key, other.backing.key))
    return Join((first, second), is_certain, reason)


def _is_vague(nodes: Sequence[_Node]) -> bool:
    """Whether nobody in particular is named: "a Ukrainian official"."""
    return not any(node.slug for node in nodes)


def _is_above_text(node: _Node) -> bool:
    return node.backing.reading.statement.placement in OPENING


def _what(node: _Node) -> object:
    return node.said or node.backing.reading.statement.text


def _who(node: _Node) -> str:
    return node.party.id if node.party else ""
