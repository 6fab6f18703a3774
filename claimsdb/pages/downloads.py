"""All that is public to take away in one piece, made when it is asked for."""

from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from claimsdb import __version__
from claimsdb.exchange import data_package, write_sqlite
from claimsdb.index import data_version


def _tag(request: HttpRequest) -> str:
    version = data_version(public=True)
    return f'"{version.number}-{version.day or ""}-{__version__}"'


@require_safe
@condition(etag_func=_tag)
def package(request: HttpRequest) -> HttpResponseBase:
    site = request.build_absolute_uri(reverse("home"))
    response = StreamingHttpResponse(data_package(site=site), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="claimsdb.zip"'
    return response


@require_safe
@condition(etag_func=_tag)
def sqlite(request: HttpRequest) -> HttpResponseBase:
    folder = Path(mkdtemp())
    try:
        write_sqlite(folder / "claimsdb.db")
        file = (folder / "claimsdb.db").open("rb")  # it stays readable once its name is gone
    finally:
        rmtree(folder)
    return FileResponse(file, as_attachment=True, filename="claimsdb.db", content_type="application/vnd.sqlite3")
