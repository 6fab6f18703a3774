"""What all commands of our own have in common."""

from django.core.management.base import BaseCommand

from claimsdb.checks import OWN


class Command(BaseCommand):
    """Begins with our own checks of the settings. Those of Django read every address and every page of the admin, which
    is a third of the time that a short command takes: `check` runs them, and `serve` before it serves."""

    requires_system_checks = [OWN]
