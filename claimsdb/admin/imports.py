"""What was imported, for editors to look up."""

from django.contrib import admin
from django.utils.html import format_html_join

from claimsdb.models import Import, sees_all_claims

MOST_FILES = 500


@admin.register(Import)
class ImportAdmin(admin.ModelAdmin):
    """Nobody enters, changes or deletes one."""

    list_display = ["begun", "door", "who", "state", "first_files", "what", "changes"]
    list_filter = ["door", "state", "begun_at"]
    list_per_page = 50
    search_fields = ["who", "files__name", "files__sha256__startswith"]
    search_help_text = "a user, a file's name, or the beginning of its SHA-256"
    show_full_result_count = False
    actions = None
    fields = [("door", "who"), "state", ("begun", "ended"), "what", "changes", "reason", "all_files"]
    readonly_fields = ["begun", "ended", "what", "changes", "all_files"]

    def has_view_permission(self, request, obj=None):
        return sees_all_claims(request.user)

    def has_module_permission(self, request):
        return sees_all_claims(request.user)

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def get_queryset(self, request):
        return super().get_queryset(request).with_first_file()

    @admin.display(description="begun (UTC)", ordering="pk")
    def begun(self, row):
        return f"{row.begun_at:%Y-%m-%d %H:%M:%S}"

    @admin.display(description="ended (UTC)")
    def ended(self, row):
        return f"{row.ended_at:%Y-%m-%d %H:%M:%S}" if row.ended_at else "-"

    @admin.display(description="what became of the rows")
    def what(self, row):
        return row.what or "-"

    @admin.display(description="changes")
    def changes(self, row):
        return row.changes or "-"

    @admin.display(description="files")
    def first_files(self, row):
        more = f" and {row.file_count - 1:,} more" if row.file_count > 1 else ""
        return f"{row.first_file or ''}{more}"

    @admin.display(description="files, with their SHA-256")
    def all_files(self, row):
        files = [(each.name, each.sha256 or "-") for each in row.files.all()[:MOST_FILES]]
        more = [(f"and {row.file_count - MOST_FILES:,} more", "")] if row.file_count > MOST_FILES else []
        return format_html_join("", "<div>{} <code>{}</code></div>", [*files, *more]) or "-"
