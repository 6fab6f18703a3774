"""Authentication by bearer token; that by session is Django REST framework's own."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from claimsdb.http.login_throttle import count_failure, seconds_to_wait
from claimsdb.http.tokens import BadToken, UnknownToken, bearer_of
from claimsdb.models import Token

CHALLENGE = 'Bearer realm="claimsdb"'


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer claimsdb_…` as RFC 6750 has it. The token is `request.auth` from then on."""

    def authenticate(self, request: Request) -> tuple[object, Token] | None:
        header = request.headers.get("Authorization")
        if header is None:
            return None
        if seconds := seconds_to_wait(request, what="token"):
            raise Throttled(seconds, "Too many wrong tokens have come from your address.")
        try:
            token = bearer_of(_token_in(header))
        except BadToken as error:
            if isinstance(error, UnknownToken):
                count_failure(request, what="token")
            raise AuthenticationFailed(str(error)) from error
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Whoever has come by a token and is not known has a wrong one."""
        return f'{CHALLENGE}, error="invalid_token"' if "Authorization" in request.headers else CHALLENGE


def _token_in(header: str) -> str:
    match header.split():
        case [scheme, text] if scheme.lower() == "bearer":
            return text
        case [scheme, *_] if scheme.lower() != "bearer":
            raise UnknownToken("Authorization takes a token: `Authorization: Bearer claimsdb_…`, and no other scheme.")
    raise UnknownToken("Authorization takes one token: `Authorization: Bearer claimsdb_…`.")


class BearerScheme(OpenApiAuthenticationExtension):
    """Describes it in the schema."""

    target_class = "api.http.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token, as the admin or an operator gives it."}
