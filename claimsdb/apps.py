from django.apps import AppConfig


class ClaimsdbConfig(AppConfig):
    name = "claimsdb"
    verbose_name = "Claims database"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from claimsdb import checks  # noqa: F401  (they register themselves)
        from claimsdb.db import folding, private_files  # noqa: F401
        from claimsdb.exchange import loaded_rows  # noqa: F401  (they register themselves)
        from claimsdb.index import backfill, fingerprints, sync  # noqa: F401
        from claimsdb.questions import renewing, standing  # noqa: F401
