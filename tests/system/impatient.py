"""The production server's threads with less patience than they have, so that a test need not wait for its end."""

from claimsdb.http.server import Worker


class ImpatientWorker(Worker):
    head_patience = body_patience = 0.5
