"""The page of one actor's claims by hand: SQL, dictionaries and orjson in a bare WSGI application.

What the same answer costs without a framework: the same rows from the same tables and indexes, the same fields, count
and link. Takes `actor` (a code or slug), `limit` and `cursor`; `/static` is an answer that asks nothing.
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from threading import local
from typing import Any
from urllib.parse import parse_qs, urlencode

import orjson
from django.conf import settings

from claimsdb.http.sealing import seal, unseal
from tests.benchmarks.engines import connect

if not settings.configured:
    settings.configure(SECRET_KEY=os.environ["SECRET_KEY"])

Row = tuple[Any, ...]
DEFAULTS = {"ordering": "-published_on"}
STATIC = orjson.dumps({"status": "ok"})

ACTOR = """
    SELECT actor_id FROM claimsdb_actorcode WHERE scheme = 'claimsdb' AND code = ?
    UNION ALL SELECT id FROM claimsdb_actor WHERE slug = ?"""

COUNT = """
    SELECT sum(claims) FROM (
        SELECT claims FROM claimsdb_tally WHERE scope = ? AND status = 'accepted' AND facet = '' AND value = ''
        UNION ALL
        SELECT claims FROM claimsdb_tallychange WHERE scope = ? AND status = 'accepted' AND facet = '' AND value = ''
    ) AS counted"""

PLACES = """
    SELECT day, claim_id FROM claimsdb_part WHERE actor_id = ? AND status = 'accepted' AND first {beyond}
    ORDER BY day DESC, claim_id DESC LIMIT ?"""

CLAIMS = """
    SELECT claim.id, claim.key, claim.status, claim.version, claim.text, claim.quote, claim.start, claim."end",
        article.id, article.file_name, article.title,
        article.published_on, article.published_from, article.published_to, source.slug, source.name,
        claim.voice, claim.quotation, claim.stance, claim.hedge, claim.phase, claim.topic,
        claim.said_from, claim.said_to, claim.said_as_written, claim.event_from, claim.event_to, claim.event_as_written,
        claim.extractor, claim.extractor_version, claim.rule, claim.confidence, claim.created_at, claim.updated_at,
        claim.editors_words, original.key
    FROM claimsdb_claim claim
    JOIN claimsdb_article article ON article.id = claim.article_id
    LEFT JOIN claimsdb_source source ON source.id = article.source_id AND source.state = 'confirmed'
    LEFT JOIN claimsdb_claim original ON original.id = claim.duplicate_of_id
    WHERE claim.id IN ({ids})"""

PARTS = """
    SELECT part.claim_id, code.code, actor.slug, actor.name, part.role, part.rolled, written.name, written.as_written,
        speakercode.code, speaker.slug, written.start
    FROM claimsdb_part part
    JOIN claimsdb_attribution written ON written.id = part.attribution_id
    LEFT JOIN claimsdb_actor actor ON actor.id = part.actor_id
    LEFT JOIN claimsdb_actorcode code ON code.actor_id = actor.id AND code.scheme = 'claimsdb'
    LEFT JOIN claimsdb_actor speaker ON speaker.id = written.actor_id
    LEFT JOIN claimsdb_actorcode speakercode ON speakercode.actor_id = speaker.id AND speakercode.scheme = 'claimsdb'
    WHERE part.claim_id IN ({ids}) ORDER BY part.claim_id, part."order\""""

QUANTITIES = """
    SELECT figure.claim_id, figure.as_written, figure.start, figure.low, figure.best, figure.high, figure.qualifier,
        figure.measure, figure.unit, figure.basis, code.code, counted.slug, counted.name, counted.kind,
        figure.stage, figure.per, named.key, meant."order", meant.as_written
    FROM claimsdb_quantity figure
    LEFT JOIN claimsdb_actor counted ON counted.id = figure.of_id
    LEFT JOIN claimsdb_actorcode code ON code.actor_id = counted.id AND code.scheme = 'claimsdb'
    LEFT JOIN claimsdb_claim named ON named.id = figure.stands_for_claim_id AND named.status = 'accepted'
    LEFT JOIN claimsdb_quantity meant ON meant.claim_id = named.id AND meant."order" = figure.stands_for_order
    WHERE figure.claim_id IN ({ids}) ORDER BY figure.claim_id, figure."order\""""

# Everybody who belongs to the actor, by code; as they hardly ever change they are asked for once.
RESOLVED = """
    WITH RECURSIVE member (id) AS (
        SELECT CAST(? AS bigint) UNION SELECT affiliation.child_id FROM claimsdb_affiliation affiliation
        JOIN member ON affiliation.parent_id = member.id
        JOIN claimsdb_actor child ON child.id = affiliation.child_id AND child.kind <> 'state'
    )
    SELECT actor.id, coalesce(code.code, actor.slug), actor.name FROM member
    JOIN claimsdb_actor actor ON actor.id = member.id
    LEFT JOIN claimsdb_actorcode code ON code.actor_id = actor.id AND code.scheme = 'claimsdb'"""

of_thread = local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    body = STATIC if environ["PATH_INFO"] == "/static" else orjson.dumps(page(environ), default=float)
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def page(environ: dict[str, Any]) -> dict[str, Any]:
    asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
    word, limit = asked["actor"], int(asked["limit"])
    listed = _list_asked(environ["PATH_INFO"], word)
    beyond = unseal(asked["cursor"], of=listed)[:2] if "cursor" in asked else None
    (actor,) = rows(ACTOR, [word, word])[0]
    places = scanned(actor, limit=limit + 1, beyond=beyond)
    shown = places[:limit]
    base = f"http://{environ['HTTP_HOST']}{environ['PATH_INFO']}"

    def link(place: Row, *, backward: bool) -> str:
        day, claim = place
        query = asked | {"cursor": seal([str(day), claim, backward], of=listed)}
        return f"{base}?{urlencode(sorted(query.items()))}"

    return {
        "count": rows(COUNT, [actor, actor])[0][0],
        "next": link(shown[-1], backward=False) if len(places) > limit else None,
        "previous": link(shown[0], backward=True) if beyond else None,
        "results": documents([claim for _, claim in shown], base),
        "meta": {
            "applied": {
                "actor": [word],
                "rollup": True,
                "status": ["accepted"],
                "resolved": resolved(actor),
                **DEFAULTS,
            },
            "limit": limit,
            "count": "exact",
        },
    }


@cache
def resolved(actor: int) -> list[dict[str, Any]]:
    found = {pk: {"code": code, "name": name} for pk, code, name in rows(RESOLVED, [actor])}
    own = found.pop(actor)
    return [own | {"with": sorted(each["code"] for each in found.values())}]


def scanned(actor: int, *, limit: int, beyond: Sequence[Any] | None) -> list[Row]:
    if beyond:
        return rows(PLACES.format(beyond="AND (day, claim_id) < (?, ?)"), [actor, *beyond, limit])
    return rows(PLACES.format(beyond=""), [actor, limit])


def documents(claims: Sequence[int], base: str) -> list[dict[str, Any]]:
    ids = ", ".join("?" * len(claims))
    parts, quantities = defaultdict(list), defaultdict(list)
    for row in rows(PARTS.format(ids=ids), claims):
        parts[row[0]].append(part(row))
    for claim, *values in rows(QUANTITIES.format(ids=ids), claims):
        quantities[claim].append(quantity(*values))
    by_id = {row[0]: row for row in rows(CLAIMS.format(ids=ids), claims)}
    return [document(by_id[claim], base, parts[claim], quantities[claim]) for claim in claims]


def document(row: Row, base: str, parts: list[Any], quantities: list[Any]) -> dict[str, Any]:
    _, key, status, version, text, quote, start, end, *of_article = row[:16]
    voice, quotation, stance, hedge, phase, topic = row[16:22]
    extractor, extractor_version, rule, confidence, created_at, updated_at, own_words, duplicate_of = row[28:]
    return {
        "key": key,
        "url": f"{base}{key}/",
        "status": status,
        "version": version,
        "text": text,
        "quote": quote or None,
        "span": {"start": start, "end": end} if start is not None else None,
        "article": article(*of_article),
        "voice": voice,
        "quotation": quotation,
        "stance": stance,
        "hedge": hedge,
        "phase": phase,
        "topic": topic or None,
        "said_on": interval(*row[22:25]),
        "event_on": interval(*row[25:28]),
        "editors_words": orjson.loads(own_words) if isinstance(own_words, str) else own_words,
        "actors": parts,
        "quantities": quantities,
        "duplicate_of": duplicate_of,
        "extractor": {"name": extractor, "version": extractor_version, "rule": rule or None, "confidence": confidence}
        if extractor
        else None,
        "created_at": moment(created_at),
        "updated_at": moment(updated_at),
    }


def article(
    pk: int, file_name: str, title: str, day: Any, first: Any, last: Any, slug: str | None, name: str
) -> dict[str, Any]:
    published = {"published_on": day, "published_from": first, "published_to": last}
    source = {"slug": slug, "name": name} if slug else None
    return {"id": pk, "file_name": file_name or None, "title": title, **published, "source": source}


def interval(start: Any, end: Any, words: str) -> dict[str, Any] | None:
    return {"from": start, "to": end, "as_written": words or None} if start or end or words else None


def part(row: Row) -> dict[str, Any]:
    _, code, slug, name, role, rolled, written_name, as_written, speaker_code, speaker_slug, start = row
    return {
        "code": code or slug,
        "name": name or written_name or as_written,
        "role": role,
        "as_written": None if rolled else as_written or None,
        "editors_words": not rolled and bool(as_written) and start is None,
        "via": (speaker_code or speaker_slug or written_name or as_written) if rolled else None,
    }


def quantity(
    as_written: str,
    start: int | None,
    low: Any,
    best: Any,
    high: Any,
    qualifier: str,
    measure: str,
    unit: str,
    basis: str,
    code: str | None,
    slug: str | None,
    name: str,
    kind: str,
    stage: str,
    per: str,
    *meant: Any,
) -> dict[str, Any]:
    return {
        "as_written": as_written,
        "editors_words": bool(as_written) and start is None,
        "low": low,
        "best": best,
        "high": high,
        "qualifier": qualifier,
        "measure": measure or None,
        "unit": unit or None,
        "basis": basis,
        "of": {"code": code or slug, "name": name, "kind": kind} if slug else None,
        "stage": stage or None,
        "per": per or None,
        "stands_for": dict(zip(("claim", "order", "as_written"), meant, strict=True)) if meant[2] else None,
    }


def moment(value: Any) -> str:
    text = value if isinstance(value, str) else value.isoformat(" ").removesuffix("+00:00")
    return f"{text.replace(' ', 'T')}Z"


def rows(sql: str, parameters: Iterable[Any]) -> list[Row]:
    if not hasattr(of_thread, "ask"):
        of_thread.ask = connect(os.environ["DATABASE_URL"])
    return of_thread.ask(sql, list(parameters))


def _list_asked(path: str, actor: str) -> str:
    """As the API seals its cursors: for this query alone."""
    return json.dumps([path, DEFAULTS["ordering"], [["actor", [actor]]]])
