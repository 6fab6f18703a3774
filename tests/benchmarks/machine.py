"""On what was measured: cores, memory and versions, no names."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.databases import Engine

PACKAGES = "Django djangorestframework orjson gunicorn psycopg".split()


def described(engine: Engine) -> str:
    """One line, with how busy the machine was before."""
    cores = len(os.sched_getaffinity(0))
    gigabytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9
    versions = [f"Python {platform.python_version()}", engine.version]
    versions += [f"{package} {version(package)}" for package in PACKAGES]
    load = f"load {os.getloadavg()[0]:.1f} before the run"
    return f"{cores} cores ({_processor()}), {gigabytes:.0f} GB of memory, {', '.join(versions)}, {load}"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
