"""Makes an address known to an account, or lists those that are."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser

from claimsdb.http.login_throttle import is_known_since, make_known
from claimsdb.http.rate_limits import client_address
from claimsdb.management import base
from claimsdb.models import KnownAddress


class Command(base.Command):
    help = "The addresses from which an account is let in however many others guess at its password."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="make an address known, for 90 days, as a login from there would")
        verbs.add_parser("list", help="list those of all accounts")
        add.add_argument("user", help="the name of the account")
        add.add_argument("address", help="of IPv4, or of IPv6, whose /64 counts")

    def handle(self, *, verb: str, **options: Any) -> None:
        self.add(**options) if verb == "add" else self.list()

    def add(self, *, user: str, address: str, **options: Any) -> None:
        owner = User.objects.filter(username=user).first()
        if owner is None:
            raise CommandError(f"There is no account {user!r}.")
        try:
            known = client_address(address)
        except ValueError as error:
            raise CommandError(f"{address!r} is no address: one is 203.0.113.7 or 2001:db8::1.") from error
        make_known(owner, known)
        self.stdout.write(f"{owner.username} is let in from {known}.")

    def list(self) -> None:
        for row in KnownAddress.objects.filter(last_login_at__gt=is_known_since()).select_related("user"):
            self.stdout.write(f"{row.user.get_username()}  {row.address}  {row.last_login_at:%Y-%m-%d}")
