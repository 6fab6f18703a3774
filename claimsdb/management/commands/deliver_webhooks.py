"""Sends the messages of webhooks that are due; a worker of the queue does so as well."""

import signal
import threading
from typing import Any

from django.core.management.base import CommandParser

from claimsdb.management import base
from claimsdb.webhooks import delivering


class Command(base.Command):
    help = "Tells webhooks of what has changed, and tries again what has not arrived. Any number may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--follow", action="store_true", help="go on until it is stopped")
        parser.add_argument(
            "--interval",
            type=float,
            default=delivering.INTERVAL,
            help="seconds between two looks, with --follow [%(default)g]",
        )

    def handle(self, *, follow: bool, interval: float, **options: Any) -> None:
        if follow:
            self.follow(interval)
            return
        tally = delivering.deliver()
        if options["verbosity"]:
            self.stdout.write(f"{tally.delivered} delivered, {tally.failed} failed.")

    def follow(self, interval: float) -> None:
        """Until SIGTERM or SIGINT, by which it ends after the message in hand."""
        ended = threading.Event()

        def end(*_: Any) -> None:
            threading.Thread(target=ended.set).start()  # this thread may be holding the event's lock

        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, end)
        delivering.follow(ended, interval=interval)
