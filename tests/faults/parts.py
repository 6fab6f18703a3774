"""What there is to try, by name: each gives its row of the table."""

from functools import partial

from tests.faults.kills import killed
from tests.faults.subjects import SUBJECTS

PARTS = {subject.name: partial(killed, subject) for subject in SUBJECTS}
