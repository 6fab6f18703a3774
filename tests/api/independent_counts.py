"""The filters and facets of claims once more, in plain Python over what the API itself hands out: the JSON lines of its
export, its articles, actors, assessments, answers and relations. Nothing here asks the database or uses the product's own code.

A query is a dict of lists of words, as they stand in an address: {"actor": ["NK"], "topic__not": ["none"]}.
"""

import json
import re
from collections import Counter, defaultdict
from functools import cache, partial
from types import MappingProxyType

FACETS_OF_FIGURES = ("measure", "of", "stage", "per", "basis")
SEVERAL = ("actor", "claimant", "subject", "mentioned", *FACETS_OF_FIGURES)  # of which a claim may have more than one
FACETS = (
    *SEVERAL,
    *("role", "source", "article", "language", "topic", "stance", "voice", "quotation", "phase", "hedge", "hedged"),
    *("status", "month", "year"),
)
OF_ACTORS = ("actor", "claimant", "subject", "mentioned", "of")
WITH_ALL = (*SEVERAL, "question", "related_to")
MAY_LACK = ("measure", "unit", "of", "stage", "per")  # what a figure may be without
OF_FIGURES = (*MAY_LACK, "basis", "value_min", "value_max")
WITH_OTHERS = ("rollup", "role", "actor_role", "undated", *OF_FIGURES)
ROLE_OF = {"claimant": ["claimant"], "subject": ["subject"], "mentioned": ["mentioned"]}


class World:
    """What somebody may see; and by key the `calibrated` values, which no document says."""

    def __init__(self, client, *, statuses=(), calibrated=MappingProxyType({})):
        asked = f"&status={','.join(statuses)}" if statuses else ""
        lines = client.get(f"/api/claims/export/?format=jsonl{asked}").getvalue().decode()
        self.claims = [json.loads(line) for line in lines.splitlines()]
        self.public = not statuses
        self.languages = {each["id"]: each["language"] for each in everything(client, "/api/articles/")}
        actors = [*everything(client, "/api/actors/", "&expand=belongs_to")]
        self.states = {each["code"] for each in actors if each["kind"] == "state"}
        self.media = {each["code"] for each in actors if each["kind"] == "media"}
        self.belongs_to = {each["code"]: each["belongs_to"] for each in actors}
        self.all_it_belongs_to = cache(self._all_it_belongs_to)  # asked of each figure in each query
        self.conclusions = {}
        for each in everything(client, "/api/assessments/"):
            if each["published_on"]:
                self.conclusions.setdefault(each["claim"]["key"], set()).add(each["normalized"])

        self.calibrated = calibrated
        self.questions, self.related, self.ends = defaultdict(set), defaultdict(set), defaultdict(set)
        for each in everything(client, "/api/answers/"):
            self.questions[each["claim"]["key"]].add(each["question"])
        for each in everything(client, "/api/relations/"):
            a, b = each["a"]["key"], each["b"]["key"]
            self.related[a].add(b)
            self.related[b].add(a)
            self.ends[each["kind"]] |= {a, b} if each["kind"] == "contradicts" else {b}

    def certainty_of(self, claim):
        calibrated = self.calibrated.get(claim["key"])
        return machine_of(claim)["confidence"] if calibrated is None else calibrated

    def found(self, query):
        return [claim for claim in self.claims if Asked(self, query).has(claim)]

    def undated(self, query):
        """As of a day how many claims without one there are otherwise; None where no day is asked for."""
        if "as_of" not in query:
            return None
        found = self.found({name: words for name, words in query.items() if name not in ("as_of", "undated")})
        return sum(claim["article"]["published_to"] is None for claim in found)

    def facets(self, query):
        """Of each facet the values, and how many of the claims that are found have each."""
        asked = Asked(self, query)
        counts = {facet: Counter() for facet in FACETS}
        for claim in self.found(query):
            for facet, counted in counts.items():
                counted.update(asked.values(claim, facet))
        return {facet: dict(counted) for facet, counted in counts.items()}

    def speaks_officially(self, code, *, of, day):
        """Whether who has the code spoke as an officeholder, spokesperson or part of the other on that day."""
        return self.belonged(code, of=of, day=day, barred={"member_of"}, closed=self.states | self.media)

    def belonged(self, code, *, of, day=None, barred=(), closed=None):
        """Whether who has the code belonged to the other on that day, or ever; not by links of a kind that is barred,
        nor over an actor who is closed, as states are."""
        closed = self.states if closed is None else closed
        ways = [(code, "0001-01-01", "9999-12-31", {code})]
        while ways:
            here, first, last, met = ways.pop()
            if here == of and first <= (day or first) <= last:
                return True
            for link in [] if here in closed else self.belongs_to[here]:
                there = link["actor"]["code"]
                since, until = max(first, link["started_on"] or first), min(last, link["ended_on"] or last)
                if link["kind"] not in barred and there not in met and since <= until:
                    ways.append((there, since, until, met | {there}))
        return False

    def _all_it_belongs_to(self, code, *, officially):
        """The codes of all to whom this one has belonged; `officially` as who speaks for them."""
        belongs = partial(self.speaks_officially, day=None) if officially else self.belonged
        return {other for other in self.belongs_to if other != code and belongs(code, of=other)}


def everything(client, url, more=""):
    url = f"{url}?limit=500{more}"
    while url:
        page = client.get(url).json()
        yield from page["results"]
        url = page["next"]


class Asked:
    def __init__(self, world, query):
        self.world, self.query = world, query
        self.rollup = query.get("rollup", ["true"])[0]
        self.roles = query.get("actor_role") or query.get("role") or []

    def has(self, claim):
        return (
            self._has_status(claim)
            and self._has_figures(claim)
            and all(
                self._meets(claim, *name.partition("__")[::2], words)
                for name, words in self.query.items()
                if name not in WITH_OTHERS
            )
            and self._has_roles(claim)
        )

    def _has_status(self, claim):
        """Those that are public unless something is said."""
        said = {"status", "status__not"} & self.query.keys()
        return bool(said) or claim["status"] == "accepted"

    def _meets(self, claim, name, variant, words):
        if variant == "not":
            return not self._any(claim, name, words, alone=True)
        if variant == "all":
            return all(self._any(claim, name, [word]) for word in words)
        return self._any(claim, name, words)

    def _any(self, claim, name, words, *, alone=False):
        match name:
            case "actor" | "claimant" | "subject" | "mentioned":
                roles = ROLE_OF.get(name) or ([] if alone else self.roles)
                nobody = name in ROLE_OF and not any(each["role"] in roles for each in claim["actors"])
                return (nobody and "none" in words) or not self._actors(claim, roles).isdisjoint(words)
            case "actor_role":
                return any(each["role"] in words for each in claim["actors"])
            case "measure" | "unit" | "of" | "stage" | "per" | "basis":
                figures = {} if alone else {each: self.query[each] for each in OF_FIGURES if each in self.query}
                return self._has_figure(claim, figures | {name: words})
            case "as_of":
                day = claim["article"]["published_to"]
                return day <= words[0] if day else self.query.get("undated") == ["include"]
            case "published_after" | "said_after" | "event_after" | "published_before" | "said_before" | "event_before":
                return is_on_side(claim, *name.split("_"), words[0])
            case "created_after":
                return claim["created_at"] >= words[0]
            case "created_before":
                return claim["created_at"] <= words[0]
            case "updated_since":
                return claim["updated_at"] >= words[0]
            case "assessed":
                return str(claim["key"] in self.world.conclusions).lower() == words[0]
            case "normalized":
                return not (self.world.conclusions.get(claim["key"]) or {"none"}).isdisjoint(words)
            case "question":
                questions = self.world.questions[claim["key"]]
                return (not questions and "none" in words) or not questions.isdisjoint(words)
            case "related_to":
                return not self.world.related[claim["key"]].isdisjoint(words)
            case "contradicted" | "denied":
                ends = self.world.ends[{"contradicted": "contradicts", "denied": "denies"}[name]]
                return str(claim["key"] in ends).lower() == words[0]
            case "key":
                return claim["key"] in words
            case "rule":
                return (machine_of(claim)["rule"] or "none") in words
            case "confidence_min" | "confidence_max":
                sure, bound = machine_of(claim)["confidence"], float(words[0])
                return sure is not None and (sure >= bound if name == "confidence_min" else sure <= bound)
            case "certainty_min" | "certainty_max":
                sure, bound = self.world.certainty_of(claim), float(words[0])
                return sure is not None and (sure >= bound if name == "certainty_min" else sure <= bound)
            case "search":
                there = re.findall(r"\w+", f"{claim['text']} {claim['quote']}".lower())
                return words[0].rstrip("s") in {word.rstrip("s") for word in there}
        return not (self._column(claim, name) or {"none"}).isdisjoint(words)

    def _column(self, claim, name):
        source, day = claim["article"]["source"], claim["article"]["published_to"]
        language = self.world.languages[claim["article"]["id"]]
        match name:
            case "source":
                return {source["slug"]} if source else set()
            case "article":
                return {str(claim["article"]["id"])}
            case "language":
                return {language, "none"} if language == "und" else {language}
            case "hedged":
                return {"true" if claim["hedge"] else "false"}
            case "year" | "month":
                return {day[: {"year": 4, "month": 7}[name]]} if day else set()
        return {claim[name]} if claim[name] else set()

    def _actors(self, claim, roles):
        return {
            each["code"]
            for each in claim["actors"]
            if each["code"] and (not roles or each["role"] in roles) and self._counts(claim, each)
        }

    def _counts(self, claim, part):
        if self.rollup == "true" or part["via"] is None:
            return True
        if self.rollup == "false":
            return False
        day = (claim["said_on"] or {}).get("from") or claim["article"]["published_to"]
        speaker = part["via"]  # an unnamed one speaks for the side that the text tells
        return speaker not in self.world.belongs_to or self.world.speaks_officially(speaker, of=part["code"], day=day)

    @property
    def _groups(self):
        return [*filter(None, [self.query.get("actor")]), *([each] for each in self.query.get("actor__all", []))]

    def _has_roles(self, claim):
        return not self.roles or bool(self._groups) or any(each["role"] in self.roles for each in claim["actors"])

    def _has_figures(self, claim):
        figures = {name: self.query[name] for name in OF_FIGURES if name in self.query}
        return not figures or self._has_figure(claim, figures)

    def _has_figure(self, claim, asked):
        return has_figure([self._counting(figure) for figure in claim["quantities"]], asked)

    def _counting(self, figure):
        """The figure, with all whose things it counts as the query has it."""
        own = {figure["of"]["code"]} if figure["of"] else set()
        rolled_up = () if self.rollup == "false" else own
        officially = self.rollup == "officials"
        return figure | {
            "of": own.union(*(self.world.all_it_belongs_to(code, officially=officially) for code in rolled_up))
        }

    def values(self, claim, facet):
        """The values that the claim has in the facet."""
        match facet:
            case "actor" | "claimant" | "subject" | "mentioned":
                return self._actors(claim, ROLE_OF.get(facet, self.roles))
            case "role":
                there = {each["role"] for each in claim["actors"]} & {*(self.roles or ROLES)}
                return {
                    role for role in there
                    if all(not self._actors(claim, [role]).isdisjoint(group) for group in self._groups)
                }  # fmt: skip
            case "measure" | "of" | "stage" | "per" | "basis":
                figures = {name: self.query[name] for name in OF_FIGURES if name in self.query and name != facet}
                there = {word for each in claim["quantities"] for word in words_of(self._counting(each), facet)}
                others = [name for name in FACETS_OF_FIGURES if name != facet]
                each = [{name: [word]} for name in others for word in self.query.get(f"{name}__all", [])]
                return {
                    word for word in there
                    if all(self._has_figure(claim, figures | more | {facet: [word]}) for more in [{}, *each])
                }  # fmt: skip
        return self._column(claim, facet) - {"none"} if facet != "quotation" else self._column(claim, facet)


ROLES = ("claimant", "origin", "relayer", "subject", "addressee", "mentioned", "place", "evidence")


def words_of(figure, name):
    """What the figure has under the name; there may be several whose things it counts."""
    word = figure[name]
    return word if isinstance(word, set) else {word} - {None}


def has_figure(figures, asked):
    """Whether one figure has all that is asked; "none" says that no figure of the claim has such a word."""
    needs_figure = any(name in asked for name in ("basis", "value_min", "value_max"))
    among = []
    for name in MAY_LACK:
        words = asked.get(name)
        lacks = words is not None and "none" in words and not any(words_of(each, name) for each in figures)
        among.append((name, words, lacks))
        needs_figure |= words is not None and not lacks
    return not needs_figure or any(
        all(words is None or lacks or not words_of(figure, name).isdisjoint(words) for name, words, lacks in among)
        and ("basis" not in asked or figure["basis"] in asked["basis"])
        and may_lie_between(figure, asked)
        for figure in figures
    )


def may_lie_between(figure, asked):
    low, best, high = figure["low"], figure["best"], figure["high"]
    if low is best is high is None:
        return not {"value_min", "value_max"} & asked.keys()
    least = low if low is not None else best if best is not None else float("-inf")
    most = high if high is not None else best if best is not None else float("inf")
    return most >= float(asked.get("value_min", ["-inf"])[0]) and least <= float(asked.get("value_max", ["inf"])[0])


def machine_of(claim):
    return claim["extractor"] or {"rule": None, "confidence": None}


def is_on_side(claim, interval, side, day):
    if interval == "published":  # for certain
        last, first = claim["article"]["published_from"], claim["article"]["published_to"]
        return (last or "") >= day if side == "after" else first is not None and first <= day
    said = claim[f"{interval}_on"] or {}
    first, last = said.get("from"), said.get("to")
    if first is last is None:
        return False
    return (last is None or last >= day) if side == "after" else (first is None or first <= day)


def narrowed(query, facet, value):
    """The query with the filter of the facet's name added: of what a claim may have several of beside those asked for,
    of anything else in their place."""
    if facet in SEVERAL and facet in query:
        return {**query, f"{facet}__all": [*query.get(f"{facet}__all", []), value]}
    if facet == "role":
        query = {name: words for name, words in query.items() if name != "actor_role"}
    return {**query, facet: [value]}


# --- queries by chance --------------------------------------------------------------------------------------------------


def random_query(random, world, words_of):
    """Up to four filters about what one of the claims has, so that most find something, and how actors are meant."""
    claim = random.choice(world.claims)
    query = {}
    for name in random.sample([*words_of], k=random.randint(1, 4)):
        words = [word for word in words_of[name](world, random.choice([claim, random.choice(world.claims)])) if word]
        if words:
            query |= _asked(random, name, words)
    actors = {word for name in query if name.partition("__")[0] in OF_ACTORS for word in query[name]}
    if actors - {"none"} and random.random() < 0.5:
        query["rollup"] = [random.choice(["true", "false", "officials"])]
    if random.random() < 0.2 and "role" not in query:
        query["actor_role"] = random.sample(ROLES, k=random.choice([1, 1, 2]))
    if random.random() < 0.2:
        query["as_of"] = [random.choice(["2024-05-01", "2024-10-20", "2024-10-22"])]
        query |= {"undated": ["include"]} if random.random() < 0.4 else {}
    if not world.public and random.random() < 0.6:
        name = random.choice(["status", "status__not"])
        query[name] = random.sample(STATUSES, k=2)
    return query


def _asked(random, name, words):
    word = random.choice(words)
    if name in SINGLE:
        return {name: [word]}
    chosen = [word, *random.sample(words, k=min(len(words), random.choice([0, 0, 1])))]
    if name in MAY_BE_NONE and random.random() < 0.2:
        chosen = ["none", *chosen] if random.random() < 0.5 else ["none"]
    variants = ["", "", "__not", *(["__all", "__all"] if name in WITH_ALL and "none" not in chosen else [])]
    return {f"{name}{random.choice(variants)}": list(dict.fromkeys(chosen))}


STATUSES = ("extracted", "accepted", "rejected", "duplicate", "needs_recheck", "superseded")
MAY_BE_NONE = {
    *("claimant", "subject", "mentioned", "source", "language", "topic", "hedge", *MAY_LACK, "year", "month"),
    *("normalized", "rule", "question"),
}
SINGLE = {
    *("hedged", "value_min", "value_max", "published_after", "published_before", "said_after", "said_before", "search"),
    *("event_after", "event_before", "created_after", "created_before", "updated_since", "assessed"),
    *("contradicted", "denied"),
    *("confidence_min", "confidence_max", "certainty_min", "certainty_max"),
}


def _codes(role=None):
    return lambda world, claim: [
        each["code"] for each in claim["actors"] if each["code"] and role in (None, each["role"])
    ]


def _column(name):
    return lambda world, claim: [*Asked(world, {})._column(claim, name) - {"none" if name != "quotation" else ""}]


def _figures(name):
    return lambda world, claim: [str(each[name]) for each in claim["quantities"] if each[name] is not None]


def _day(interval):
    return lambda world, claim: [(claim[interval] or {}).get("from"), (claim[interval] or {}).get("to"), "2024-10-05"]


WORDS_OF = {
    "actor": _codes(),
    "claimant": _codes("claimant"),
    "subject": _codes("subject"),
    "mentioned": _codes("mentioned"),
    **{
        name: _column(name)
        for name in (
            *("source", "article", "language", "topic", "stance", "voice", "quotation", "phase", "hedge", "hedged"),
            *("year", "month"),
        )
    },
    **{name: _figures(name) for name in ("measure", "unit", "stage", "per", "basis")},
    "of": lambda world, claim: [each["of"]["code"] for each in claim["quantities"] if each["of"]] + ["NK"],
    "value_min": _figures("low"),
    "value_max": _figures("high"),
    **{f"said_{side}": _day("said_on") for side in ("after", "before")},
    **{f"event_{side}": _day("event_on") for side in ("after", "before")},
    **{f"published_{side}": lambda world, claim: [claim["article"]["published_to"]] for side in ("after", "before")},
    **{name: lambda world, claim: [claim["created_at"]] for name in ("created_after", "created_before")},
    "updated_since": lambda world, claim: [claim["updated_at"]],
    "assessed": lambda world, claim: ["true", "false"],
    "normalized": lambda world, claim: [*world.conclusions.get(claim["key"], ["refuted"])],
    "question": lambda world, claim: [*sorted(world.questions[claim["key"]])] or ["nk-troops-in-russia"],
    "related_to": lambda world, claim: [*sorted(world.related[claim["key"]])] or [claim["key"]],
    "contradicted": lambda world, claim: ["true", "false"],
    "denied": lambda world, claim: ["true", "false"],
    "key": lambda world, claim: [claim["key"]],
    "search": lambda world, claim: ["troops", "weapons"],
}
OF_EDITORS = {
    "rule": lambda world, claim: [machine_of(claim)["rule"]],
    "confidence_min": lambda world, claim: ["0.5"],
    "confidence_max": lambda world, claim: ["0.8"],
    "certainty_min": lambda world, claim: ["0.4"],
    "certainty_max": lambda world, claim: ["0.7"],
}
