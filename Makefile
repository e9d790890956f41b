# `make` or `make help` lists the targets: the words after ## are what it shows.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run demo setup test test-rest test-share test-sqlite test-postgres bench check format lock clean

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
# The tests start many processes: each would compile the whole project where that is not kept.
PYTEST := env -u PYTHONDONTWRITEBYTECODE .venv/bin/pytest -n 2 --dist loadgroup
TEMPLATES = $(shell find templates -name '*.html')
UV_COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock"

help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Install what is missing, prepare the database, serve on http://127.0.0.1:8000 (or PORT)
	@bin/setup run
	@$(MANAGE) migrate --verbosity 0
	@bin/prepare
	@exec $(MANAGE) serve

demo: ## The same, and the sign-in page offers the demo's people, one click each
	@DEMO=1 $(MAKE) --no-print-directory run

setup: ## Install what is missing for running, testing and checking
	@bin/setup test

test: ## What answers first: on SQLite with the browser, then on a PostgreSQL of its own
	@bin/setup test
	@$(MAKE) --no-print-directory test-share SHARE=first

test-rest: ## The long walks and whole tables that `make test` leaves out (ADR 0054)
	@bin/setup test
	@$(MAKE) --no-print-directory test-share SHARE=rest

SHARE = all

test-share:
	@status=0; \
	$(MAKE) --no-print-directory test-sqlite SHARE=$(SHARE) || status=1; \
	$(MAKE) --no-print-directory test-postgres SHARE=$(SHARE) || status=1; \
	exit $$status

test-sqlite: ## All tests on SQLite
	@env -u DATABASE_URL $(PYTEST) --share $(SHARE)

test-postgres: ## All that ask a database on PostgreSQL
	@bin/with-postgres $(PYTEST) --share $(SHARE) -m "not browser or postgres"

bench: ## Measure: tables, files, imports, public pages beside the bare libraries; lists (docs/performance.md)
	@$(PYTHON) -m tests.bench
	@$(PYTHON) -m tests.bench.forms
	@$(PYTHON) -m tests.bench.units
	@$(PYTHON) -m tests.bench.board
	@$(PYTHON) -m tests.bench.public
	@$(PYTHON) -m tests.bench.files
	@$(PYTHON) -m tests.risks.measure 60000 20
	@$(PYTHON) -m tests.samples.bench

check: ## Style, import contracts, templates, types, migrations, production settings
	@bin/setup dev
	@bin/check

format: ## Put Python and templates into the house's shape
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format --quiet .
	@.venv/bin/djade --target-version 5.2 $(TEMPLATES) || true
	@.venv/bin/djhtml --tabwidth 2 templates || true

lock: ## Write the lock files anew from requirements*.in (needs uv) and package.json
	@$(UV_COMPILE) requirements.in --output-file requirements.txt
	@$(UV_COMPILE) requirements-dev.in --output-file requirements-dev.txt
	@npm install --package-lock-only

clean: ## Remove what set-up and tests made; the data stay
	@rm -rf .venv node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
