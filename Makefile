# Two commands do everything on a fresh machine with Python 3.11+ and make:
#   make site   sets up, builds the shipped catalog and serves it
#   make test   sets up, Chromium and Node.js included, and runs all the tests

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
PYTEST_ARGS ?=
FUZZ_SECONDS ?= 60

PIP := $(BIN)/python -m pip install -q --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.PHONY: help site build test lint format reference lock explore long setup setup-site setup-test clean

help: ## say what there is
	@echo "Sources Catalog. The targets:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

site: setup-site ## set up, build the shipped catalog and serve it (PORT=8000)
	@echo "Building the shipped catalog from sources/ and serving it; Ctrl-C stops."
	$(BIN)/catalog serve --port $(PORT)

build: setup-site ## set up and build the shipped catalog into site/
	$(BIN)/catalog build

test: setup-test ## set up, and run the linters, the type checkers and all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist loadfile $(PYTEST_ARGS)

explore: setup-test ## try the properties on new examples, and more of them
	CATALOG_EXPLORE=1 $(BIN)/python -m pytest --timeout 0 -n auto --dist loadfile -m hypothesis

long: setup-test ## the long jobs: 200 runs killed, and each reader fuzzed (FUZZ_SECONDS=60)
	CATALOG_KILLS=200 $(BIN)/python -m pytest --timeout 0 tests/test_crashes.py
	$(PIP) --require-hashes -r requirements/fuzz.txt
	@mkdir -p .fuzz && set -e; for target in $$($(BIN)/python tests/fuzz.py --list); do \
	  echo "Fuzzing: $$target"; \
	  $(BIN)/python tests/fuzz.py $$target -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=.fuzz/ > .fuzz/$$target.log 2>&1 \
	    || { tail -40 .fuzz/$$target.log; exit 1; }; \
	  tail -1 .fuzz/$$target.log; \
	done

lint: setup-test ## run the linters and the type checkers alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

reference: setup-test ## write the generated pages of docs/ and the JSON Schemas anew
	$(BIN)/python docs/reference.py
	$(BIN)/catalog schema --write

format: setup-test ## put the code into its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: setup-test ## pin all libraries, with their hashes, to what pyproject.toml asks for
	$(COMPILE) pyproject.toml -o requirements/run.txt
	$(COMPILE) requirements/build.in -o requirements/build.txt
	$(COMPILE) requirements/fuzz.in -o requirements/fuzz.txt
	$(COMPILE) pyproject.toml --all-extras requirements/build.in -o requirements/test.txt

setup: setup-test ## install everything that tests need

setup-site: $(VENV)/.site

setup-test: $(VENV)/.test

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is not. Name another: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Making a virtual environment in $(VENV)/"
	@$(PYTHON) -m venv $(VENV) || { \
	  rm -rf $(VENV); echo "Python's venv module is missing. Debian, Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.site: pyproject.toml requirements/run.txt requirements/build.txt | $(VENV)/bin/python
	@echo "Installing the catalog command into $(VENV)/"
	@{ $(PIP) --require-hashes -r requirements/run.txt -r requirements/build.txt && \
	   $(PIP) --no-deps --no-build-isolation -e .; } || { \
	  echo "pip could not install it: is there a network, and does it reach PyPI?"; exit 1; }
	@touch $@

$(VENV)/.test: pyproject.toml requirements/test.txt package-lock.json tests/machine.py | $(VENV)/bin/python
	@echo "Installing what the tests need into $(VENV)/ and node_modules/"
	@{ $(PIP) --require-hashes -r requirements/test.txt && \
	   $(PIP) --no-deps --no-build-isolation -e .; } || { \
	  echo "pip could not install it: is there a network, and does it reach PyPI?"; exit 1; }
	@$(BIN)/python tests/machine.py
	@touch $(VENV)/.site $@

clean: ## remove what was made here: the environment, the caches, the built site
	rm -rf $(VENV) .cache .fuzz node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find site -mindepth 1 ! -name .gitignore -delete
