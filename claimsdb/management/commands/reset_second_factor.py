"""Takes the second factor of an account away, for who has lost authenticator and recovery codes."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser

from claimsdb.http import login_log
from claimsdb.http.authenticators import remove
from claimsdb.management import base


class Command(base.Command):
    help = "Takes an account's authenticator and recovery codes away. Make sure first who asks you to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="the name of the account")

    def handle(self, *, user: str, **options: Any) -> None:
        account = User.objects.filter(username=user).first()
        if account is None:
            raise CommandError(f"There is no account {user!r}.")
        if not remove(account):
            raise CommandError(f"{user} has no second factor.")
        login_log.second_factor_reset(account, by="command")
        self.stdout.write(f"{user} needs no code any more.")
