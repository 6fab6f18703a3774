"""claimsdb's settings, and requests that the test holds in flight for as long as it wants.

Their path is that of a named pipe below /slow: its first line begins the answer, its end is the answer's end.
"""

from pathlib import Path

from django.http import StreamingHttpResponse

from claimsdb.settings import *  # noqa: F403
from claimsdb.settings import MIDDLEWARE


def holding(get_response):
    def middleware(request):
        if request.path.startswith("/slow/"):
            return StreamingHttpResponse(lines_of(Path(request.path.removeprefix("/slow"))))
        return get_response(request)

    return middleware


def lines_of(pipe):
    with pipe.open("rb", buffering=0) as lines:
        yield from iter(lambda: lines.read(1000), b"")


MIDDLEWARE.append("tests.slow.holding")
