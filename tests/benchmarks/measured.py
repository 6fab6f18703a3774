"""Work in processes of its own: modules of this package, and management commands, of which the time, the memory and the
flow of the output are measured."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from django.conf import settings

from tests.processes import environment_of

MARK = "measured: "


@dataclass(frozen=True, slots=True)
class Run:
    seconds: float  # without the start of Python and Django
    mib: float  # at most
    first_byte: float  # seconds
    size: int  # bytes of output


def environment(url: str) -> dict[str, str]:
    return environment_of(url, Path(settings.BASE_DIR)) | {"DJANGO_SETTINGS_MODULE": "claimsdb.settings"}


def answer_of(url: str, module: str, *arguments: object) -> str:
    """What the module prints, run on the database at that address."""
    command = [sys.executable, "-m", f"tests.benchmarks.{module}", *map(str, arguments)]
    return subprocess.run(
        command, env=environment(url), cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=True, text=True
    ).stdout


class GaveUp(Exception):
    """The command failed or took too long; the message says which, with its last words."""


def measured(url: str, *command: object, output: Path | None = None, patience: float) -> Run:
    """Runs manage.py `command` on the database at that address. Raises GaveUp."""
    words = ["timeout", str(patience), sys.executable, "-m", __name__, *map(str, command)]
    with (output or Path(os.devnull)).open("wb") as out, tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            words, env=environment(url), cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=said
        )
        size, first = _poured(cast(IO[bytes], process.stdout), out)
        code = process.wait()
        said.seek(0)
        last_words = said.read().strip()
    if code:
        _, _, last_line = last_words.rpartition("\n")
        reason = f"took over {patience:.0f} s" if code == 124 else f"failed: {last_line}"
        raise GaveUp(f"{command[0]} {reason}")
    begun, ended, mib = json.loads(last_words.rpartition(MARK)[2])
    return Run(ended - begun, mib, first - begun, size)


def _poured(source: IO[bytes], out: IO[bytes]) -> tuple[int, float]:
    """How many bytes there were, and when the first one came, by the clock that all processes share."""
    size, first = 0, 0.0
    while piece := os.read(source.fileno(), 1 << 20):
        first = first or time.monotonic()
        size += out.write(piece)
    return size, first


def peak_mib() -> float:
    """Of this process since its start; getrusage would tell that of its parent where that was greater."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


def main(command: list[str]) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    begun = time.monotonic()
    call_command(*command)
    sys.stdout.flush()
    print(MARK + json.dumps([begun, time.monotonic(), peak_mib()]), file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
