"""The rows and lists that claims ought to have, worked out claim by claim in plain Python, as slowly as it likes.

`check_consistency` makes rows anew with the code that wrote them, by which a mistake in it would look right; so who has
a part, and in which order, is said here a second time. Counts and search it judges by itself.
"""

import json
import re
from datetime import date

from django.contrib.auth.models import User
from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIRequestFactory

from api.documents.serializers import ClaimSerializer
from claimsdb.choices import ActorKind, Status
from claimsdb.index import consistency, documents
from claimsdb.models import ALL_VISIBLE, Affiliation, Claim, Entry, Part
from claimsdb.models.index import UNDATED

BASE = "http://testserver/api/claims/"


def paths(actor, way=()):
    """Each way up the affiliations on which nobody is met twice, as a tuple of affiliations."""
    met = {link.child_id for link in way} | {actor.pk}
    for link in Affiliation.objects.filter(child=actor).exclude(child__kind=ActorKind.STATE).order_by("pk"):
        if link.parent_id not in met:
            yield (*way, link)
            yield from paths(link.parent, (*way, link))


def lasted(way, day):
    """Whether all of the affiliations lasted on the day or, where there is none, on any day together."""
    first = max(link.started_on or date.min for link in way)
    last = min(link.ended_on or date.max for link in way)
    return first <= day <= last if day else first <= last


def belonged_to(actor, day, which=lambda way: True):
    """Those to whom the actor belonged, nearest first; among equals the older affiliation first."""
    ways = sorted(filter(which, paths(actor)), key=lambda way: (len(way), [link.pk for link in way]))
    return list(dict.fromkeys(way[-1].parent for way in ways if lasted(way, day)))


def day_of(claim):
    return claim.article.published_on or UNDATED


def parts_of(claim):
    """(actor or None, role, attribution, whether rolled up, whether official) of each part, in order."""
    rows = list(claim.attributions.order_by("order"))
    day = claim.said_from or claim.article.published_on
    parts, written = [], []
    for row in rows:
        words = (row.actor, row.role, row.name, row.as_written)
        if words not in written:
            parts.append((row.actor, row.role, row, False, True))
            written.append(words)
        behind = belonged_to(row.actor, day) if row.actor else []
        behind += [row.side, *belonged_to(row.side, day)] if row.side else []
        officials = spoke_officially_for(row, day)
        for actor in behind:
            has_own = any((each.actor, each.role) == (actor, row.role) for each in rows)
            before = [
                official for who, role, _, rolled, official in parts if rolled and (who, role) == (actor, row.role)
            ]
            if not has_own and (not before or (actor in officials and True not in before)):
                parts.append((actor, row.role, row, True, actor in officials))
    return parts


def spoke_officially_for(row, day):
    """Those behind the attribution to whom an official speaks: no member, and nobody of the media."""
    if row.actor:
        return belonged_to(row.actor, day, is_official)
    return [row.side, *belonged_to(row.side, day, is_official)] if row.side else []


def is_official(way):
    return all(link.kind != "member_of" and link.child.kind != ActorKind.MEDIA for link in way)


def entry_rows():
    return {
        (claim.pk, claim.status, day_of(claim), claim.article.source_id, claim.topic, claim.stance)
        for claim in Claim.objects.all()
    }


def part_rows():
    rows = set()
    for claim in Claim.objects.all():
        met, officially = [], []
        for order, (actor, role, attribution, rolled, is_official) in enumerate(parts_of(claim)):
            first = actor is not None and all(actor != who for who, _ in met)
            first_in_role = actor is not None and (actor, role) not in met
            met.append((actor, role))
            official = actor is not None and is_official and (actor, role) not in officially
            officially += [(actor, role)] if official else []
            rows.add(
                (
                    claim.pk,
                    order,
                    actor and actor.pk,
                    role,
                    attribution.pk,
                    rolled,
                    first,
                    first_in_role,
                    official,
                    claim.status,
                    day_of(claim),
                )
            )
    return rows


def listed(actor, role=None, word="", *, descending=True):
    """The keys of the accepted claims that have the word and in which the actor has the part, in the list's order."""
    claims = [
        claim
        for claim in Claim.objects.filter(status=Status.ACCEPTED)
        if any(who == actor and role in (None, part) for who, part, *_ in parts_of(claim)) and has_word(claim, word)
    ]
    claims.sort(key=lambda claim: (day_of(claim), claim.pk), reverse=descending)
    claims.sort(key=lambda claim: claim.article.published_on is None)  # without a day last, both ways
    return [claim.key for claim in claims]


def has_word(claim, word):
    return not word or word in re.findall(r"\w+", f"{claim.text} {claim.quote}".lower())


# --- what there is --------------------------------------------------------------------------------------------------


def stored(model):
    return set(model.objects.order_by().values_list(*(field.attname for field in model._meta.concrete_fields)))


def stored_documents(claims):
    return [
        json.loads(line) for line in documents.lines([claim.pk for claim in claims], base=BASE, visibility=ALL_VISIBLE)
    ]


def serialized(claims):
    request = APIRequestFactory().get(BASE)
    request.user = User(is_superuser=True, is_active=True)
    context = {"request": request}
    return json.loads(JSONRenderer().render(ClaimSerializer(claims, many=True, context=context).data))


def shown():
    """All that readers see."""
    return stored(Entry), stored(Part), stored_documents(Claim.objects.order_by("pk"))


def is_consistent():
    """Whether `check_consistency` finds nothing to mend: rows, search and counts."""
    rows = [consistency.wrong_rows(claims) for claims in consistency.batches()]
    return not any(rows) and not consistency.wrong_counts()


def check_index():
    """That the index is consistent, its rows those that are expected, and the documents those of the serializer."""
    assert is_consistent()
    assert stored(Entry) == entry_rows()
    assert stored(Part) == part_rows()
    claims = list(Claim.objects.order_by("pk"))
    assert stored_documents(claims) == serialized(claims)
