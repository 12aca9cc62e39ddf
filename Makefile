# Everything a developer types; each target sets up what it needs. `make help` lists them.
PY   ?= python3
PORT ?= 8000
V    := .venv
B    := $(V)/bin

# A developer's machine: without DEBUG the settings ask for what a server must be given.
DEBUG ?= 1
export DEBUG
PRODUCTION := DEBUG=0 ALLOWED_HOSTS=www.example.org SECRET_KEY=for-this-check-only-0123456789-abcdefghijklmnopqrstuvwxyz

export PIP_DISABLE_PIP_VERSION_CHECK = 1
PIP    := $(B)/python -m pip install -qq --only-binary :all: --require-hashes --no-deps -r
MANAGE := $(B)/python manage.py
TEXTS  := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
PYTEST := $(B)/python -m pytest --numprocesses auto
DJADE  := $(B)/djade --target-version 5.2
TEMPLATES := git ls-files --cached --others --exclude-standard 'templates/*.html' '*/templates/*.html'

IS_DEBIAN := grep -qsx ID=debian /etc/os-release
CAN_APT   := { $(IS_DEBIAN) && [ "$$(id -u)" = 0 ]; }
APT       := DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300
INSTALL   := $(APT) install -y --no-install-recommends >/dev/null
HAS_POSTGRES = { command -v pg_virtualenv >/dev/null || { $(CAN_APT) && $(APT) update && $(INSTALL) postgresql postgresql-common; }; }

.DEFAULT_GOAL := help
.PHONY: help run test test-postgres faults fuzz check format lock browser bench clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: $(V)/.run $(TEXTS) ## set up and serve on http://127.0.0.1:8000 (PORT=…)
	@exec $(MANAGE) serve --port $(PORT) $(ARGS)

test: $(V)/.dev $(TEXTS) $(V)/.browser ## all tests (ARGS="-k word")
	$(PYTEST) $(ARGS)

test-postgres: $(V)/.dev $(TEXTS) $(V)/.browser ## the same on PostgreSQL: $DATABASE_URL, or a throw-away cluster
	@if [ -n "$$DATABASE_URL" ]; then exec $(PYTEST) $(ARGS); fi; \
	$(HAS_POSTGRES) || { \
	  echo "Set DATABASE_URL=postgres://USER:PASSWORD@HOST:PORT/NAME (the user may create databases)," >&2; \
	  echo "or on Debian and Ubuntu: apt-get install postgresql postgresql-common" >&2; exit 1; }; \
	LC_ALL=C.UTF-8 exec pg_virtualenv -t -o log_min_messages=panic -o synchronous_commit=off sh -c \
	  'DATABASE_URL="postgres://$$PGUSER:$$PGPASSWORD@$$PGHOST:$$PGPORT/$$PGDATABASE" exec "$$@"' sh $(PYTEST) $(ARGS)

faults: $(V)/.dev $(TEXTS) ## kill, starve and freeze real servers and databases (FAULTS=short: as in CI)
	@$(HAS_POSTGRES) || { echo "PostgreSQL is needed; on Debian and Ubuntu: apt-get install postgresql postgresql-common" >&2; exit 1; }
	FAULTS=$${FAULTS:-full} $(PYTEST) tests/faults $(ARGS)

fuzz: $(V)/.dev $(TEXTS) ## 25,000 hostile requests from a seed (SEED=…, ONLY=raw:17, FUZZ=short: as in CI)
	@$(B)/python -W ignore -m tests.fuzz

check: $(V)/.dev ## everything but the tests: format, lint, types, templates, migrations, settings, translations
	$(B)/ruff format --check .
	$(B)/ruff check .
	$(B)/python -m mypy
	@files=$$($(TEMPLATES)) && { [ -z "$$files" ] || $(DJADE) --check $$files; }
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) translations --check

format: $(V)/.dev ## put Python and templates in order
	$(B)/ruff check --fix-only .
	$(B)/ruff format .
	@files=$$($(TEMPLATES)) && { [ -z "$$files" ] || $(DJADE) $$files || $(DJADE) $$files; } # 1: it changed some

lock: $(V)/.dev ## write requirements/*.txt again (UPGRADE=--upgrade takes newer versions)
	cd requirements && for name in run dev; do \
	  ../$(B)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --custom-compile-command 'make lock' $(UPGRADE) $$name.in -o $$name.txt || exit 1; done

browser: $(V)/.dev ## a headless Chromium and a Japanese font for the browser tests
	@if $(CAN_APT); then \
	  $(APT) update && { $(INSTALL) chromium-headless-shell || $(INSTALL) chromium; } && \
	  { $(INSTALL) fonts-morisawa-bizud-gothic || $(INSTALL) fonts-vlgothic; }; \
	elif $(IS_DEBIAN); then \
	  echo "As root: apt-get install --no-install-recommends chromium-headless-shell fonts-morisawa-bizud-gothic" >&2; exit 1; \
	else $(B)/python -m playwright install --only-shell chromium; fi
	@touch $(V)/.browser

bench: $(V)/.dev $(TEXTS) ## what a page costs
	$(B)/python -m bench $(ARGS)

clean: ## remove what the other targets made, except the database
	rm -rf $(V) .cache .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache staticfiles test-results

# Set-up: a stamp file remembers each part, so that it costs nothing when nothing changed.
# An environment whose Python has gone from the machine is of no use: begin again.
$(shell [ -x $(B)/python ] || rm -rf $(V))

$(B)/python:
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed. If yours has another name: make PY=python3.13 …" >&2; exit 1; }
	@$(PY) -m venv --clear $(V) || { rm -rf $(V); \
	  echo "$(PY) cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(V)/.run: requirements/run.txt $(B)/python
	$(PIP) $<
	@touch $@

$(V)/.dev: requirements/dev.txt $(B)/python
	$(PIP) $<
	@touch $(V)/.run $@

# By a process of its own: one that has begun to speak does not read its texts again.
%.mo: %.po | $(V)/.run
	@$(MANAGE) translations

$(V)/.browser: $(V)/.dev
	@if $(B)/python -c 'import sys; from tests.browser.finder import find_browser; sys.exit(not find_browser())'; then touch $@; \
	elif $(CAN_APT) && $(MAKE) --no-print-directory browser; then :; \
	else echo "No Chromium found, so the browser tests cannot run: try 'make browser', or set BROWSER_PATH." >&2; fi
