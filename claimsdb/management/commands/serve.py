"""Brings an installation up to date and becomes its production server; `make run` is this command."""

import argparse
import os
import secrets
import socket
import sys
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import BaseCommand, CommandError, call_command
from django.db import OperationalError, connection, connections, transaction
from rich.console import Console
from rich.panel import Panel
from rich.table import Table

EDITOR = "editor"
WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class Command(BaseCommand):
    help = "Brings database, static files and seeds up to date, then serves claimsdb with gunicorn."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=port_number, default=8000)
        parser.add_argument("--bind", default="127.0.0.1", metavar="ADDRESS", help="default: %(default)s")
        parser.add_argument("--no-seeds", action="store_true", help="do not load the articles of seeds/")

    def handle(self, *args: Any, port: int, bind: str, no_seeds: bool, **options: Any) -> NoReturn:
        if not socket_is_inherited():
            check_port_is_free(bind, port)
        try:
            self.update(seeds=not no_seeds)
            password = create_editor()
        except KeyboardInterrupt:
            raise CommandError("Stopped. Run it again: it goes on where it was.", returncode=130) from None
        Console().print(panel(address(WILDCARDS.get(bind, bind), port), password))
        become_server(address(bind, port))

    def update(self, *, seeds: bool) -> None:
        self.say("Updating the database and the static files ...")
        check_database_answers()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if seeds:
            self.load_seeds()

    def load_seeds(self) -> None:
        """A seed that cannot be read is reported; it is no reason to serve nothing."""
        self.say("Loading the seeds ...")
        try:
            call_command("load_seeds")
        except CommandError as error:
            self.stderr.write(self.style.ERROR(str(error)))

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def port_number(text: str) -> int:
    if text.isascii() and text.isdecimal() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 1 to 65535.")


def address(bind: str, port: int) -> str:
    return f"[{bind}]:{port}" if ":" in bind else f"{bind}:{port}"


def socket_is_inherited() -> bool:
    """Whether systemd listens for us, as it does for a socket unit; gunicorn then takes that socket."""
    return os.environ.get("LISTEN_PID") == str(os.getpid())


def check_port_is_free(bind: str, port: int) -> None:
    """Raises CommandError where gunicorn could not listen, before anything else is touched."""
    other = 8000 if port == 8123 else 8123
    with socket.socket(socket.AF_INET6 if ":" in bind else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((bind, port))
        except OSError as error:
            where = f"Cannot listen on port {port} of {bind}: {error.strerror}."
            raise CommandError(f"{where} Choose another port: PORT={other} make run") from None


def check_database_answers() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"The database that DATABASE_URL names does not answer: {error}") from None


def create_editor() -> str | None:
    """Makes the account of the first editor and returns its password; None where there is one already."""
    if User.objects.filter(username=EDITOR).exists():
        return None
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        editor = User.objects.create_user(EDITOR, password=password, is_staff=True)
        editor.groups.add(Group.objects.get(name="Editor"))
    return password


def panel(host: str, password: str | None) -> Panel:
    """What the operator needs next, at a glance."""
    site = f"http://{host}"
    account = f"{password} (shown this once)" if password else "account exists; `manage.py changepassword editor`"
    table = Table.grid(padding=(0, 2))
    table.add_row("pages", f"{site}/")
    table.add_row("API", f"{site}/api/")
    table.add_row("API docs", f"{site}/api/docs/")
    table.add_row("admin", f"{site}/admin/")
    table.add_row("login", EDITOR)
    table.add_row("password", account)
    table.add_row("try", f"curl '{site}/api/claims/?actor=NK'")
    if settings.HTTPS:
        table.add_row("HTTPS", "is on: these addresses redirect to https, which a proxy must serve (docs/operators.md)")
    return Panel(table, title="claimsdb", subtitle="Ctrl-C ends it", expand=False)


def become_server(listen: str) -> NoReturn:
    connections.close_all()
    sys.stdout.flush()
    base = settings.BASE_DIR
    config = ["--config", str(base / "claimsdb" / "http" / "gunicorn.py"), "--pythonpath", str(base)]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *config, "--bind", listen])
