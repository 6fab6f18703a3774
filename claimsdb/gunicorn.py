"""How the production server runs: `gunicorn --config claimsdb/gunicorn.py`. GUNICORN_CMD_ARGS overrides any line."""

import os

wsgi_app = "claimsdb.wsgi"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
preload_app = True  # workers share the code's memory, and an error at start ends the server instead of looping
keepalive = 75  # longer than nginx keeps an idle connection (60): the side that closes first must be nginx
timeout = 60
graceful_timeout = 30
control_socket_disable = True  # it lies in the home folder, where two servers of one user would share it
