"""The queue goes by what is calibrated where it is."""

from django.db import migrations, models
from django.db.models.functions import Coalesce

from claimsdb.db.online_migrations import AddConstraintOnline, AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('claimsdb', '0043_calibrations'),
    ]

    operations = [
        AddConstraintOnline(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('calibrated__isnull', True), models.Q(('calibrated__gte', 0), ('calibrated__lte', 1), ('confidence__isnull', False)), _connector='OR'), name='claim_calibrated_is_share_of_found', violation_error_message='What is calibrated is a confidence, and lies between 0 and 1 as that does.'),
        ),
        AddIndexOnline(
            model_name='claim',
            index=models.Index(Coalesce('calibrated', 'confidence'), models.F('key'), condition=models.Q(('status__in', ['accepted', 'rejected', 'duplicate', 'superseded']), _negated=True), name='claim_least_sure'),
        ),
    ]
