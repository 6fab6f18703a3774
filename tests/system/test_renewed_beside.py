"""What is kept of a question is made anew while an editor decides of an answer to it, in processes of their own."""

import pytest
from django.db import connection

from tests.processes import said

pytestmark = [
    pytest.mark.both_engines,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]

PREPARE = """
from claimsdb.questions import entering
from tests.factories import AcceptedClaimFactory, QuestionFactory
question = QuestionFactory(slug="sent", answer="yes_no")
for claim in AcceptedClaimFactory.create_batch(4)[1:]:
    entering.assign(claim, to=question, value="yes", by=None)
"""

DECIDE = """
from time import sleep
from django.db import connection, transaction
from claimsdb.models import Claim, Question
from claimsdb.questions import entering
with transaction.atomic():
    entering.assign(Claim.objects.earliest("pk"), to=Question.objects.get(), value="no", by=None)
    print("decided", flush=True)
    with connection.cursor() as cursor:
        waiting = False
        while not waiting:
            sleep(0.02)
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid"
            )
            [waiting] = cursor.fetchone()
"""

RENEW = """
from claimsdb.models import Question
from claimsdb.questions.standing import renew
renew([Question.objects.get().pk])
"""

COUNTS = """
from claimsdb.models import QuestionEntry
entry = QuestionEntry.objects.get()
print(entry.agreement, entry.statements, entry.articles)
"""


def test_the_answer_is_counted_once(shell):
    said(shell(PREPARE))
    deciding = shell(DECIDE)
    assert deciding.stdout.readline() == "decided\n"
    said(shell(RENEW))
    said(deciding)
    assert said(shell(COUNTS)).split() == ["compatible", "4", "4"]
