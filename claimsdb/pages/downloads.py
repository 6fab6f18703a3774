"""All that is public to take away in one piece, made when it is asked for."""

from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse

from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.exchange import data_package, write_sqlite
from claimsdb.http import exports
from claimsdb.pages.page import as_old_as_the_data

PACKAGE = {"Content-Type": "application/zip", "Content-Disposition": 'attachment; filename="claimsdb.zip"'}
DATABASE = {"Content-Type": "application/vnd.sqlite3", "Content-Disposition": 'attachment; filename="claimsdb.db"'}


@exports.export
@partial(as_old_as_the_data, unmade=PACKAGE)
def package(request: HttpRequest) -> HttpResponseBase:
    site = request.build_absolute_uri(reverse("home"))
    return StreamingHttpResponse(exports.unhurried(data_package(site=site)), headers=PACKAGE)


@exports.export
@partial(as_old_as_the_data, unmade=DATABASE)
def sqlite(request: HttpRequest) -> HttpResponseBase:
    folder = Path(mkdtemp())
    try:
        with no_statement_timeout():
            write_sqlite(folder / "claimsdb.db")
        file = (folder / "claimsdb.db").open("rb")  # it stays readable once its name is gone
    finally:
        rmtree(folder)
    return FileResponse(file, as_attachment=True, filename="claimsdb.db", content_type=DATABASE["Content-Type"])
