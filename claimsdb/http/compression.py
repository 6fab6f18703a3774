"""Compresses answers to requests without credentials; static files are compressed beforehand and do not come by here.

An answer to somebody who is signed in keeps its ETag strong, as it was sent: compression makes it weak. And it may
hold secrets beside words of the request, whose length would tell about them (BREACH): Django's random bytes only
make that slower.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware, re_accepts_gzip

from claimsdb.http.credentials import has_credentials

WORTH_IT = 200  # bytes: shorter answers are left as they are, by Django too


class AnonymousGZipMiddleware(GZipMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if has_credentials(request) else super().process_response(request, response)


def takes_gzip(request: HttpRequest) -> bool:
    return bool(re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")))
