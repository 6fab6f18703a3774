"""Questions with their answers: the list, a long ledger, what was known on a day, a decision that bears on a question,
and what the machine proposes for all claims, without HTTP.

DATABASE_URL=... python -m tests.benchmarks.questions      # milliseconds, as JSON; nothing stays
"""

import json
from itertools import islice
from tempfile import TemporaryDirectory

import django

django.setup()

from django.conf import settings  # noqa: E402  (after the setup)
from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402

from claimsdb import review  # noqa: E402
from claimsdb.choices import AnswerKind, LinkState, QuestionStatus, Status  # noqa: E402
from claimsdb.index import synced  # noqa: E402
from claimsdb.models import Answer, Claim, Quantity, Question  # noqa: E402
from claimsdb.questions.digests import digests  # noqa: E402
from claimsdb.questions.proposing import propose  # noqa: E402
from tests.benchmarks.timing import Figures, in_turns, milliseconds  # noqa: E402

STATEMENTS, QUESTIONS, OF_EACH = 1_000, 200, 10
LIST, LEDGER, PAGE = "/api/questions/?limit=50", "/api/questions/long/ledger/", "/questions/long/"
AS_OF = f"{LEDGER}?as_of=2024-01-01"


class Newsroom:
    """A question with as many statements as anybody will gather under one, and many with a few each."""

    def __init__(self) -> None:
        self.editor = User.objects.create_user("benchmark", is_staff=True)
        self.editor.groups.add(Group.objects.get(name="Editor"))
        self.client = Client(SERVER_NAME="localhost")
        counted = Quantity.objects.filter(claim__status=Status.ACCEPTED).order_by("claim", "order")
        self.figures = list(
            islice(counted.values_list("claim_id", "order").iterator(), STATEMENTS + QUESTIONS * OF_EACH)
        )
        with synced():
            self._ask("long", self.figures[:STATEMENTS])
            for number in range(QUESTIONS):
                start = STATEMENTS + number * OF_EACH
                self._ask(f"short-{number:04}", self.figures[start : start + OF_EACH])
        self.of_long, self.of_short = (Claim.objects.get(pk=self.figures[each][0]) for each in (0, STATEMENTS))
        answered = [claim for claim, _ in self.figures]
        self.plain = Claim.objects.accepted().exclude(pk__in=answered).order_by("pk")[0]

    def _ask(self, slug: str, figures: list[tuple[int, int]]) -> None:
        title = f"How many were counted ({slug})?"
        question = Question.objects.create(slug=slug, title=title, answer=AnswerKind.NUMBER, status=QuestionStatus.OPEN)
        answers = [
            Answer(question=question, claim_id=claim, figure=order, state=LinkState.CONFIRMED)
            for claim, order in figures
        ]
        for answer, digest in zip(answers, digests(answers), strict=True):
            answer.compared = digest
        Answer.objects.bulk_create(answers)

    def read(self, address: str) -> None:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.content[:500]

    def decide(self, claim: Claim) -> None:
        review.reopen(claim, by=self.editor)
        review.accept(claim, by=self.editor)


def measured() -> Figures:
    room = Newsroom()
    tasks = {
        "questions: list": lambda: room.read(LIST),
        "questions: ledger": lambda: room.read(LEDGER),
        "questions: ledger, anew": lambda: room.read(LEDGER),
        "questions: page": lambda: room.read(PAGE),
        "questions: page, anew": lambda: room.read(PAGE),
        "questions: as of a day": lambda: room.read(AS_OF),
        "questions: reopen and accept, of 10": lambda: room.decide(room.of_short),
        "questions: reopen and accept, of 1,000": lambda: room.decide(room.of_long),
        "questions: reopen and accept, plain": lambda: room.decide(room.plain),
    }
    once_before = {"questions: ledger": lambda: room.read(LEDGER), "questions: page": lambda: room.read(PAGE)}
    written = ("questions: ledger, anew", "questions: page, anew", "questions: as of a day")
    written_before = dict.fromkeys(written, lambda: room.decide(room.of_long))
    figures = in_turns(tasks, before=once_before | written_before)
    long, plain = (figures[f"questions: reopen and accept, {of}"] for of in ("of 1,000", "plain"))
    figures["questions: a decision more"] = [(one - other) / 2 for one, other in zip(long, plain, strict=False)]
    return figures | {"questions: propose": [milliseconds(propose)]}


if __name__ == "__main__":
    with TemporaryDirectory() as settings.STATIC_ROOT, transaction.atomic():
        call_command("collectstatic", interactive=False, verbosity=0)  # whose names pages have
        print(json.dumps(measured()))
        transaction.set_rollback(True)
