"""Authentication by bearer token; that by session is Django REST framework's own."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from claimsdb.http.login_throttle import wrong_token
from claimsdb.http.tokens import BadToken, UnknownToken, bearer_of
from claimsdb.models import Token

CHALLENGE = 'Bearer realm="claimsdb"'
API_KEY = "X-API-Key"  # by which other APIs know who asks: whoever sends one means to be known
HOW = "a token goes into Authorization, as `Authorization: Bearer claimsdb_…`"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer claimsdb_…` as RFC 6750 has it. The token is `request.auth` from then on."""

    def authenticate(self, request: Request) -> tuple[object, Token] | None:
        if API_KEY in request.headers:
            raise AuthenticationFailed(f"{API_KEY} is not read: {HOW}.")
        if "Authorization" not in request.headers:
            return None
        try:
            token = bearer_of(request._request)
        except UnknownToken as error:
            if seconds := wrong_token(request._request):
                raise Throttled(seconds, "Too many wrong tokens have come from your address.") from error
            raise AuthenticationFailed(str(error)) from error
        except BadToken as error:
            raise AuthenticationFailed(str(error)) from error
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Whoever has come by a token and is not known has a wrong one."""
        return f'{CHALLENGE}, error="invalid_token"' if "Authorization" in request.headers else CHALLENGE


class BearerScheme(OpenApiAuthenticationExtension):
    """Describes it in the schema."""

    target_class = "api.http.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token, as the admin or an operator gives it."}
