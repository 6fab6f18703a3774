"""Webhooks: addresses that are told of changes, and what became of each message."""

import claimsdb.choices
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claimsdb", "0037_rows_in_their_own_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        help_text="whom it tells, and of what: newsroom bot, figures on Kursk", max_length=100
                    ),
                ),
                ("address", models.CharField(help_text="where its messages are sent: https://…", max_length=2000)),
                ("events", models.JSONField()),
                (
                    "filters",
                    models.CharField(
                        blank=True,
                        help_text="as in the address of the kind's list: actor=NK&measure=troops",
                        max_length=2000,
                    ),
                ),
                ("secret", models.CharField(editable=False, max_length=200)),
                ("earlier_secret", models.CharField(blank=True, editable=False, max_length=200)),
                ("earlier_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("after_number", models.BigIntegerField(editable=False)),
                ("after_rank", models.SmallIntegerField(editable=False)),
                ("after_id", models.BigIntegerField(editable=False)),
                ("leased_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("off_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("off_why", models.CharField(blank=True, editable=False, max_length=300)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                "ordering": ["name", "pk"],
                "permissions": [("manage_webhook", "Can manage webhooks")],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="webhook_has_name",
                        violation_error_message="A webhook has a name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address__startswith", "https://"), ("address__startswith", "http://"), _connector="OR"
                        ),
                        name="webhook_has_address",
                        violation_error_message="An address begins with https://.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("events", []), _negated=True),
                        name="webhook_has_events",
                        violation_error_message="A webhook is told of something.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("secret", ""), _negated=True),
                        name="webhook_has_secret",
                        violation_error_message="A webhook has a secret.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("earlier_secret", ""), ("earlier_until", None)),
                            models.Q(
                                models.Q(("earlier_secret", ""), _negated=True),
                                models.Q(("earlier_until", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="webhook_earlier_secret_ends",
                        violation_error_message="A secret that is replaced serves until some moment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("off_at", None), ("off_why", "")),
                            models.Q(
                                models.Q(("off_at", None), _negated=True), models.Q(("off_why", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="webhook_off_for_a_reason",
                        violation_error_message="A webhook that is off says since when and why.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.CharField(max_length=40, unique=True)),
                ("message", models.CharField(choices=[("changes", "changes"), ("ping", "ping")], max_length=10)),
                ("body", models.TextField()),
                ("first_change", models.BigIntegerField(blank=True, null=True)),
                ("last_change", models.BigIntegerField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("tried_since", models.DateTimeField(blank=True, null=True)),
                ("next_try_at", models.DateTimeField(blank=True, null=True)),
                ("delivered_at", models.DateTimeField(blank=True, null=True)),
                ("status", models.PositiveSmallIntegerField(blank=True, help_text="of the last answer", null=True)),
                ("error", models.CharField(blank=True, max_length=300)),
                (
                    "webhook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="claimsdb.webhook"
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook delivery",
                "verbose_name_plural": "webhook deliveries",
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DeliveryAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("milliseconds", models.PositiveIntegerField()),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("error", models.CharField(blank=True, max_length=300)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="claimsdb.delivery"
                    ),
                ),
            ],
            options={
                "ordering": ["delivery_id", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", None), _negated=True),
                            models.Q(("error", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="attempt_says_what_became_of_it",
                        violation_error_message="A try ends with a status or says why there is none.",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("next_try_at__isnull", False)),
                fields=["webhook", "next_try_at"],
                name="delivery_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["created_at"], name="delivery_by_time"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("next_try_at", None), ("delivered_at", None), _connector="OR"),
                name="delivery_waits_or_is_there",
                violation_error_message="What was delivered waits no more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("first_change__lte", models.F("last_change")), ("message", claimsdb.choices.Message["CHANGES"])
                    ),
                    models.Q(
                        ("first_change", None), ("last_change", None), ("message", claimsdb.choices.Message["PING"])
                    ),
                    _connector="OR",
                ),
                name="delivery_is_of_changes_or_none",
                violation_error_message="A message tells of changes from one number to another.",
            ),
        ),
    ]
