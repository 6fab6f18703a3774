"""A clock that is put back by a day while editors work: no decision and no line of the record is lost by it."""

from datetime import timedelta
from functools import partial
from unittest.mock import patch

from django.contrib.auth.models import User
from django.utils import timezone

from claimsdb.models import Claim
from claimsdb.review import undo_stack
from tests.faults.contents import faults
from tests.faults.kills import begun
from tests.faults.result import Result
from tests.faults.runs import run
from tests.faults.subjects import EDITOR, SUBJECTS, editors_api, review

REVIEW = next(subject for subject in SUBJECTS if subject.name == "review by API")


def put_back(folder, *, kills):
    result = Result("clock back")
    with begun(REVIEW, folder) as (start, _, keys):
        done = run(start, partial(with_the_clock_put_back, keys))
        result.tried = 1
        if done.code:
            result.stuck("all", done.said)
        else:
            result.lost("all", done.gave)
        result.half_written("all", run(start, faults))
    return result


def with_the_clock_put_back(keys):
    """What is lost, in words."""
    half, now = len(keys) // 2, timezone.now
    review(keys[:half])
    place, _ = followed("/api/changes/?limit=500")
    with patch.object(timezone, "now", lambda: now() - timedelta(days=1)):
        review(keys[half:])
        _, told = followed(place)
        last = undo_stack.last_step(User.objects.get(username=EDITOR))
    missing = sorted(set(keys[half:]) - told)
    wrong = [f"the record does not tell of {missing}"] if missing else []
    if Claim.objects.get(pk=last.claim_id).key != keys[-1]:
        wrong.append("the last step is not the one that was made last")
    return "; ".join(wrong)


def followed(place):
    """The end of the record of changes, and the keys that it told of on the way."""
    told = set()
    while place:
        page = editors_api().get(place).json()
        told |= {each["key"] for each in page["results"]}
        place = page["next"]
    return f"/api/changes/?since={page['meta']['since']}", told
