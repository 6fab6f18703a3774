# What is run by hand, and by .ci/run; `make` alone lists it. It needs Python 3.11 or newer and nothing else.

PYTHON ?= python3
PORT ?= 8000
IN_VENV := .venv/bin/python
PIP := $(IN_VENV) -m pip --disable-pip-version-check install --quiet
CORES := $(shell getconf _NPROCESSORS_ONLN)
PYTEST = $(IN_VENV) -m pytest --dist loadgroup --no-loadscope-reorder
WITH_POSTGRES = $(IN_VENV) -m tests.with_postgres
unexport PYTHONDONTWRITEBYTECODE  # each worker of each run would compile the tests anew

# The checks of a deployment, on its default settings whatever .env says here.
DEPLOYED = env DEBUG=false HTTPS=true DATABASE_URL=sqlite://:memory: \
	SECRET_KEY="$$($(IN_VENV) -c 'import secrets; print(secrets.token_urlsafe(50))')" $(IN_VENV) manage.py

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install run test test-all test-sqlite test-postgres test-rest test-rest-sqlite \
	test-rest-postgres bench mixed faults conformance lint schema requirements clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## /\1	/p' Makefile | while IFS='	' read -r name text; do \
		printf '  make %-18s %s\n' "$$name" "$$text"; done

install: .venv/.runtime .env  ## install, or upgrade, and serve nothing

run: install  ## install, update the data and serve: make run PORT=8123 ARGS="--no-seeds"
	@exec $(IN_VENV) manage.py serve --port $(PORT) $(ARGS)

test: test-sqlite test-postgres  ## the tests, on both engines, five minutes on two cores: make test ARGS="-k review"

test-all: test test-rest  ## those, long tables, what starts servers, browsers, nginx and npm, and all of PostgreSQL

# A module to a worker, the largest first: what it puts once is put once, and one thing after another is handed out quicker.
test-sqlite: .venv/.tests  ## the half of `make test` on SQLite
	DATABASE_URL=sqlite://:memory: $(PYTEST) --dist loadfile --loadscope-reorder -n $(CORES) -m "not processes and not long" $(ARGS)

test-postgres: .venv/.tests  ## the rooms with SQL of their own, on a PostgreSQL of its own or on that of DATABASE_URL
	$(WITH_POSTGRES) $(PYTEST) -n $(CORES) -m "engines_own and not processes and not long" $(ARGS)

test-rest: test-rest-sqlite test-rest-postgres  ## what `make test-all` has beyond `make test`

# A worker more than there are cores: they wait for what they start, and .ci/run has both halves at once.
test-rest-sqlite: .venv/.tests  ## the half of it on SQLite
	DATABASE_URL=sqlite://:memory: $(PYTEST) -n $$(($(CORES) + 1)) -m "processes or long" $(ARGS)

test-rest-postgres: .venv/.tests  ## the half of it on PostgreSQL
	$(WITH_POSTGRES) $(PYTEST) -n $$(($(CORES) + 1)) -m "both_engines and (processes or long or not engines_own)" $(ARGS)

bench: .venv/.tests  ## the benchmark, half an hour, into docs/performance.md: make bench N=10k,100k ARGS="--parts pages"
	$(IN_VENV) -m tests.benchmarks $(if $(N),--sizes $(N)) $(ARGS)

mixed: .venv/.tests  ## five minutes of readers, editors, an import and re-extraction at once, on each engine
	$(IN_VENV) -m tests.benchmarks.mixed $(ARGS)

faults: .venv/.tests  ## kills, full disks, a dying server, on each engine: half an hour, a table: make faults ARGS="--kills 9"
	DATABASE_URL=sqlite://:memory: $(IN_VENV) -m tests.faults $(ARGS)
	$(WITH_POSTGRES) $(IN_VENV) -m tests.faults $(ARGS)

conformance: .venv/.tests  ## the published schema against the running API, some thousand requests
	DJANGO_SETTINGS_MODULE=tests.settings $(IN_VENV) -m tests.conformance $(ARGS)

lint: .venv/.tests  ## style, types, missing migrations, settings of a deployment
	$(IN_VENV) -m ruff check .
	$(IN_VENV) -m ruff format --check .
	$(IN_VENV) -m mypy claimsdb api
	@echo "manage.py makemigrations --check"; $(DEPLOYED) makemigrations --check --dry-run
	@echo "manage.py check --deploy"; $(DEPLOYED) check --deploy --fail-level WARNING

schema: .venv/.tests  ## write the description of the API into docs/openapi.json
	ENV_FILE=/dev/null $(DEPLOYED) spectacular --format openapi-json --validate --fail-on-warn --file docs/openapi.json

requirements: .venv/.runtime  ## pin what the .in files ask for, with hashes: make requirements ARGS=--upgrade
	@$(PIP) uv
	@for name in requirements claimsdb/extraction/llm/requirements tests/requirements tests/client/requirements; do \
		$(IN_VENV) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements" \
			$(ARGS) $$name.in -o $$name.txt || exit 1; done

clean:  ## delete .venv, static files and caches; data and .env stay
	rm -rf .venv staticfiles .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Both stamps lie in .venv, so that a new .venv is filled anew.
.venv/.runtime: requirements.txt | .venv/bin/python
	@echo "Installing what claimsdb runs on; the first time takes about a minute ..."
	@$(PIP) --require-hashes -r requirements.txt
	@touch $@

.venv/.tests: tests/requirements.txt .venv/.runtime
	@echo "Installing what the tests need ..."
	@$(PIP) --require-hashes -r tests/requirements.txt
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo \
		"claimsdb needs Python 3.11 or newer, which $(PYTHON) is not: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo \
		"$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv

.env: | .venv/bin/python
	@umask 077; $(IN_VENV) -c 'import secrets; print("# This installation; docs/operators.md lists all settings.", \
		f"SECRET_KEY={secrets.token_urlsafe(50)}", "HTTPS=false", sep="\n")' > $@
	@echo "Made .env with a new SECRET_KEY, and HTTPS off for this machine."
