"""Creates, lists and revokes API tokens."""

from typing import IO, Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from claimsdb.choices import Scope
from claimsdb.http.tokens import LONGEST, YEAR, issue, revoke
from claimsdb.management import base
from claimsdb.models import Token


class Command(base.Command):
    help = "Makes, lists and revokes the tokens with which scripts use the API."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make a token and print it, which is the only time that it is shown")
        create.add_argument("user", help="the name of the account for which it acts")
        create.add_argument("--name", required=True, help="what it is for: 'nightly import'")
        create.add_argument("--scope", choices=[*Scope], default=Scope.READ.value, help="[%(default)s]")
        create.add_argument("--days", type=int, default=YEAR, help=f"until it expires, {LONGEST} at most [%(default)s]")
        verbs.add_parser("list", help="list the tokens of all accounts")
        end = verbs.add_parser("revoke", help="end a token for good")
        end.add_argument("token", help="its id, or how it begins, as the list shows them")

    def handle(self, *, verb: str, **options: Any) -> None:
        match verb:
            case "create":
                self.create(**options)
            case "list":
                self.list()
            case "revoke":
                self.revoke(**options)

    def create(self, *, user: str, name: str, scope: str, days: int, **options: Any) -> None:
        """Standard output has the token alone, for $(…)."""
        token = Token(user=_user(user), name=name, scope=scope)
        try:
            text = issue(token, days=days)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stderr.write(f"Shown this once; it expires on {token.expires_at:%Y-%m-%d}.")
        self.stdout.write(text)

    def list(self) -> None:
        table = Table(box=SIMPLE_HEAD)
        for heading in ("id", "user", "name", "scope", "begins with", "last used", "state"):
            table.add_column(heading, no_wrap=heading == "begins with", overflow="fold")
        for token in Token.objects.select_related("user"):
            table.add_row(*_line(token))
        Console(file=cast(IO[str], self.stdout._out), highlight=False, markup=False).print(table)

    def revoke(self, *, token: str, **options: Any) -> None:
        found = _only(token)
        revoke(found)
        self.stdout.write(f"Revoked: {found} of {found.user}.")


def _user(name: str) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is no account {name!r}; /admin/auth/user/ lists them.")
    return user


def _only(given: str) -> Token:
    """The one token with this id or beginning."""
    hint = given.rstrip("…")
    asked = Q(hint=hint) | (Q(pk=int(hint)) if hint.isdecimal() else Q())
    found = list(Token.objects.filter(asked).select_related("user"))
    match found:
        case [token]:
            return token
        case []:
            raise CommandError(f"No token has the id or the beginning {given!r}; `tokens list` shows them.")
    raise CommandError(
        f"{given!r} begins several tokens: give the id, one of {', '.join(str(each.pk) for each in found)}."
    )


def _line(token: Token) -> tuple[str, ...]:
    last_used = f"{token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else "never"
    state = token.ended(timezone.now()) or f"valid until {token.expires_at:%Y-%m-%d}"
    return str(token.pk), token.user.get_username(), token.name, token.scope, f"{token.hint}…", last_used, state
