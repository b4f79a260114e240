# What a person runs here. Needs make and Python 3.11 or newer; everything else goes into .venv.
#
#   make run      the reference application on http://127.0.0.1:8000 (PORT=..., HOST=...), and its worker
#   make spa      its front end that renders in the browser, on http://localhost:8001 (SPA_PORT=...), beside `make run`
#   make test     the tests (TIER=full: what CI runs; it also wants the services and the clients)
#   make check    what every change passes: format, lint, types, imports, tests with coverage
#   make interop  the tests with clients that others wrote (the slow tier)
#   make bench    the benchmark, beside the peers
#   make format   write the format and the mechanical fixes
#   make translations  put the pages' new texts into their catalogue, and compile it
#   make lock     choose the exact versions again (requirements/*.txt)
#   make clean    remove what these made

SHELL := /bin/sh
.DELETE_ON_ERROR:
# The tiers of the tests follow one another, whatever -j says.
.NOTPARALLEL:

PORT ?= 8000
HOST ?= 127.0.0.1
SPA_PORT ?= 8001
TIER ?= fast
PYTHON ?= $(shell scripts/find_python)
POSTGRES_URL = $(or $(TREBOL_TEST_POSTGRES_URL),postgresql://postgres@127.0.0.1:5432/postgres)

VENV := .venv
BIN := $(VENV)/bin
APP := examples/comparte_ride
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
AT_ONCE := $(BIN)/python scripts/at_once.py

.PHONY: run spa test test-fast test-full check static format interop bench translations lock clean setup coverage pythons

# --- the environment: two sets of exact versions, the larger one holds the smaller one

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Trébol needs Python 3.11 or newer with its venv module; none was found." >&2; exit 1; }
	@echo "making $(VENV) with $(PYTHON)"
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt | $(BIN)/python
	@echo "installing what the application needs (once)"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo "installing what the tests need (once)"
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(VENV)/dev.stamp

# --- the main job

# The environment of this machine's development server; a deploy has its own.
run: $(VENV)/run.stamp
	@$(BIN)/python scripts/development_env.py $(APP)/.env
	@cd $(APP) && PATH="$(CURDIR)/$(BIN):$$PATH" && PUBLIC_URL="$${PUBLIC_URL:-http://localhost:$(PORT)}" && \
	export PATH PUBLIC_URL PORT=$(PORT) HOST=$(HOST) && \
	python manage.py migrate --verbosity 0 && python manage.py demo && python manage.py hello && \
	exec trebol run --no-release

# The backend of `make run` takes calls from port 8001; another one is named in CORS_ALLOWED_ORIGINS of its .env.
spa: setup
	@PYTHON=$(BIN)/python scripts/spa build
	@PORT=$(SPA_PORT) API_URL="$${API_URL:-http://localhost:$(PORT)}" PYTHON=$(BIN)/python exec scripts/spa start

# --- the tests

test: test-$(TIER)

test-fast: setup
	TREBOL_TEST_DATABASE_URL=$(POSTGRES_URL) $(BIN)/pytest --database-only
	$(BIN)/pytest

test-full: static pythons coverage interop

check: static coverage

static: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(AT_ONCE) $(BIN)/mypy '$(BIN)/pyright --pythonpath $(BIN)/python --warnings'
	$(BIN)/lint-imports --no-logo

coverage: setup
	$(BIN)/coverage erase
	$(AT_ONCE) 'TREBOL_TEST_DATABASE_URL=$(POSTGRES_URL) $(BIN)/coverage run -m pytest --database-only' \
		'$(BIN)/coverage run -m pytest'
	$(BIN)/coverage run -m pytest -m slow tests/factors/test_good.py
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

interop: setup
	$(BIN)/pytest -m "interop or slow"

# The other Pythons that are here, each with the Django that the lock chooses for it.
pythons: setup
	$(AT_ONCE) 'scripts/test_python 3.11' 'scripts/test_python 3.12' 'scripts/test_python 3.13'

bench: setup
	$(BIN)/python -m benchmarks

# --- upkeep

format: setup
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

translations: setup
	$(BIN)/python scripts/translations.py

lock:
	scripts/lock

clean:
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache htmlcov build dist var
	rm -f .coverage .coverage.*
	rm -rf $(APP)_spa/node_modules $(APP)_spa/dist $(APP)_spa/schema.graphql $(APP)_spa/src/api/schema.d.ts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
