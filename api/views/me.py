"""Who asks, for scripts and frontends that want to know what they may do."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from api.http.conditional import ConditionalView
from api.http.permissions import may_write
from api.http.throttles import client_of
from api.schema.operations import problems
from claimsdb.choices import Scope, field_choices
from claimsdb.filters import StrictFilterSet
from claimsdb.models import Claim, Token, sees_all_claims


class TokenShown(serializers.ModelSerializer):
    """The token that was sent; its text is nowhere."""

    scope = serializers.ChoiceField(field_choices(Scope))

    class Meta:
        model = Token
        fields = ["name", "scope", "created_at", "expires_at"]


class MaySerializer(serializers.Serializer):
    """What they may do, within the scope of a token."""

    see_all_claims = serializers.BooleanField(
        help_text="claims of every status, drafts of articles and proposed sources"
    )
    write = serializers.BooleanField(help_text="review claims, hand articles in, enter assessments")


class LimitSerializer(serializers.Serializer):
    """How many requests there may be in so many seconds."""

    requests = serializers.IntegerField()
    seconds = serializers.IntegerField()


class MeSerializer(serializers.Serializer):
    """Who asks; without an account the name and the token are null."""

    username = serializers.CharField(allow_null=True)
    groups = serializers.ListField(child=serializers.CharField())
    may = MaySerializer()
    token = TokenShown(allow_null=True)
    limit = LimitSerializer(allow_null=True, help_text="null where there is none")


class MeView(ConditionalView):
    """Who asks, and what they may do."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="me_retrieve", summary="Who asks", responses={200: MeSerializer, **problems(400, 401)})
    def get(self, request: Request) -> Response:
        """The user, their groups and rights, the token that was sent, and the limit of requests that counts for them.
        Without an account: nobody, who may read what is public."""
        StrictFilterSet(request.query_params, Claim.objects.none(), reserved=["format"]).check()
        return Response(MeSerializer(_about(request)).data, headers={"Cache-Control": "no-store"})

    def is_of_the_data(self, request: Request) -> bool:
        return False


def _about(request: Request) -> dict[str, Any]:
    user, (kind, _) = request.user, client_of(request._request)
    limit = settings.THROTTLES[kind]
    return {
        "username": user.get_username() or None,
        "groups": sorted(user.groups.values_list("name", flat=True)),
        "may": {"see_all_claims": sees_all_claims(user), "write": may_write(request)},
        "token": request.auth if isinstance(request.auth, Token) else None,
        "limit": limit and {"requests": limit.limit, "seconds": limit.window},
    }
