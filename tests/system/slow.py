"""claimsdb's settings, and requests that the test holds in flight for as long as it wants.

The path of such a request ends with that of a named pipe; what is written to the pipe is the answer, as it is written.
"""

from pathlib import Path

from django.http import StreamingHttpResponse

from claimsdb.settings import *  # noqa: F403
from claimsdb.settings import MIDDLEWARE


def holding(get_response):
    def middleware(request):
        pipe = Path("/", request.path.partition("//")[2])
        return StreamingHttpResponse(written_to(pipe)) if pipe.is_fifo() else get_response(request)

    return middleware


def written_to(pipe):
    with pipe.open("rb", buffering=0) as writing:
        yield from iter(lambda: writing.read(1000), b"")


MIDDLEWARE.append("tests.system.slow.holding")
