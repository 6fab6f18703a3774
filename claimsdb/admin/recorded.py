"""Pages of rows whose history is kept."""

from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper


class _Changes(HistoricalRecordContextHelper):
    """Says what a field named that is gone by now, and what named nothing, in words."""

    def prepare_delta_change_value(self, change, value):
        is_gone = isinstance(value, DeletedObject)
        if value in (None, "") or (is_gone and value.pk is None):
            return "–"
        return "deleted since" if is_gone else super().prepare_delta_change_value(change, value)


class HistoryAdmin(SimpleHistoryAdmin):
    """Its history says who, when, what and, where that is on record, why."""

    object_history_list_template = "admin/claimsdb/history_list.html"

    def get_historical_record_context_helper(self, request, historical_record):
        return _Changes(self.model, historical_record)


class RecordedAdmin(HistoryAdmin):
    """A form that is sent back as it stands writes nothing, and no history."""

    def save_model(self, request, obj, form, change):
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)
