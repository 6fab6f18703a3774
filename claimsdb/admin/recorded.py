"""Pages of rows whose history is kept."""

from simple_history.admin import SimpleHistoryAdmin


class RecordedAdmin(SimpleHistoryAdmin):
    """A form that is sent back as it stands writes nothing, and no history."""

    object_history_list_template = "admin/claimsdb/history_list.html"

    def save_model(self, request, obj, form, change):
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)
