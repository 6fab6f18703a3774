"""What there is to try, by name: each gives its row of the table."""

from functools import partial

from tests.faults.clocks import put_back
from tests.faults.disks import full
from tests.faults.kills import killed
from tests.faults.migrations import killed_at_every_statement
from tests.faults.postmaster import postmaster_killed
from tests.faults.subjects import SUBJECTS

PARTS = {
    "migrations": killed_at_every_statement,
    **{subject.name: partial(killed, subject) for subject in SUBJECTS},
    "disk full": full,
    "postmaster killed": postmaster_killed,
    "clock back": put_back,
}
