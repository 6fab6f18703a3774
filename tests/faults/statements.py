"""Counts the statements of a process, and before one of them kills it and all that it has started, or somebody else."""

import os
import signal
from itertools import count
from pathlib import Path

from django.db.backends.signals import connection_created
from django.dispatch import receiver

LAST = "KILLED_BEFORE"  # in the environment: the number of the statement that is not executed
VICTIM = "KILLED_PROCESS"  # who is killed instead, and the statement is executed
COUNTED = "COUNTED_IN"  # a folder, in which each process leaves how many it has executed

numbers = count()


@receiver(connection_created)
def watch(connection, **sent):
    if count_or_die not in connection.execute_wrappers:
        connection.execute_wrappers.append(count_or_die)


def count_or_die(execute, *arguments):
    number = next(numbers)
    if number == int(os.environ.get(LAST, "-1")):
        if victim := os.environ.get(VICTIM):
            os.kill(int(victim), signal.SIGKILL)
        else:
            os.killpg(0, signal.SIGKILL)
    if folder := os.environ.get(COUNTED):
        Path(folder, str(os.getpid())).write_text(str(number + 1))
    return execute(*arguments)


def begin_anew():
    global numbers
    numbers = count()
