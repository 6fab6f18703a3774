"""Many claims moved at once, in one batch, which is undone at once."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.http.parameters import refuse_parameters
from api.http.problems import Refused
from api.schema.operations import path_parameter, problems
from api.views.reading import ReadingViewSet
from api.writing import bulk_moves
from api.writing.bulk_moves import BatchUndone, BulkMoveBody, BulkMoved
from api.writing.idempotency import idempotent
from claimsdb import review
from claimsdb.choices import Verb
from claimsdb.models import Claim, visibility_of
from claimsdb.review import Batch, undo_stack

REFUSALS = (400, 401, 403, 413, 415)


class BulkMovesMixin(ReadingViewSet):
    """Actions on the list of claims."""

    @extend_schema(
        summary="Move many claims", request=BulkMoveBody, responses={200: BulkMoved, **problems(*REFUSALS, 412)}
    )
    @action(detail=False, methods=["post"], url_path="moves")
    @idempotent(whole=False)
    def moves(self, request: Request) -> Response:
        """Moves up to 1,000 claims, named by their keys or by a filter, or tells with `dry_run` what would happen. One
        that the rules refuse, or that another editor has open, stays as it is and the others go on."""
        refuse_parameters(request)
        given = BulkMoveBody().run_validation(request.data)
        claims = bulk_moves.chosen(given, open_to=visibility_of(request.user))
        seen = dict(claims.order_by("pk").values_list("pk", "version"))
        state = review.state_of(claims)
        if given.get("state", state) != state:
            raise Refused(412, "These are not the claims that `state` was told of: look at them again.")
        if given["dry_run"]:
            told = {**self._previewed(given, claims), "state": state}
        else:
            told = {**self._decided(given, seen), "state": None}
        told["not_moved"] += bulk_moves.by_reason(self._unknown(given, claims))
        return Response(BulkMoved({**told, "verb": given["verb"], "dry_run": given["dry_run"]}).data)

    @extend_schema(
        summary="Undo a batch of moves",
        request=None,
        parameters=[path_parameter("batch", "The name of the batch.", "f3a90c2e81b7d645")],
        responses={200: BatchUndone, **problems(*REFUSALS, 404, 409)},
    )
    @action(detail=False, methods=["post"], url_path="moves/(?P<batch>[0-9a-f]{16})/undo")
    @idempotent(whole=False)
    def undo_moves(self, request: Request, batch: str) -> Response:
        """Takes back what one batch has done, if it was yours: each claim is again what it was before. One that has
        changed since stays as it is and the others go on."""
        refuse_parameters(request)
        taken = Batch(batch)
        if not taken.decisions.exists():
            raise Http404("No decisions were taken in this batch.")
        step = undo_stack.step_of(batch, self.editor)
        if step is None:
            raise _why_not(taken, self.editor)
        undone = undo_stack.undo(step, by=self.editor)
        refused = bulk_moves.by_reason(self._by_key(undone.refused))
        return Response(BatchUndone({"batch": batch, "undone": undone.done, "not_undone": refused}).data)

    @property
    def editor(self) -> User:
        return cast(User, self.request.user)

    def _unknown(self, given: Mapping[str, Any], claims: QuerySet[Claim]) -> list[tuple[str, str]]:
        known = {*claims.order_by().values_list("key", flat=True)} if "keys" in given else set()
        return [(key, "No claim has this key.") for key in given.get("keys", ()) if key not in known]

    def _previewed(self, given: Mapping[str, Any], claims: QuerySet[Claim]) -> dict[str, Any]:
        seen = review.preview_moves(claims, Verb(given["verb"]), by=self.editor)
        refused = [{"why": each.why, "count": each.count, "keys": each.keys} for each in seen.objections.values()]
        return {"matched": seen.total, "moved": seen.allowed, "not_moved": refused, "batch": None, "undo": None}

    def _decided(self, given: Mapping[str, Any], seen: Mapping[int, int]) -> dict[str, Any]:
        """`seen` are the versions of the claims by their ids."""
        taken = review.decide(bulk_moves.take(given), seen, by=self.editor)
        refused = bulk_moves.by_reason(self._by_key(taken.refused))
        undo = self.request.build_absolute_uri(reverse("claim-undo-moves", args=[taken.batch]))
        in_batch = {"batch": taken.batch, "undo": undo} if taken.done else dict.fromkeys(["batch", "undo"])
        return {"matched": len(seen), "moved": taken.done, "not_moved": refused, **in_batch}

    def _by_key(self, refused: Mapping[int, str]) -> list[tuple[str, str]]:
        keys = dict(Claim.objects.filter(pk__in=[*refused]).order_by().values_list("pk", "key"))
        return [(keys.get(pk, ""), why) for pk, why in refused.items()]


def _why_not(batch: Batch, by: User) -> Refused:
    """Why none of its decisions can be undone by who asks."""
    last = batch.undoable.order_by("-pk").first() or batch.standing.order_by("-pk").first() or batch.newest
    why = review.objection_to_undoing(last, by=by)
    return Refused(403 if last.who_id != by.pk else 409, why)
