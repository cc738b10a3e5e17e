# The commands people run; CI runs the very same ones.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
INSTALLED := $(VENV)/.installed

.PHONY: setup demo test check fix bench bill lock

setup: $(INSTALLED)

$(INSTALLED): requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name a newer one: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $(INSTALLED)

demo: setup
	$(RUN) manage.py demo

# REQUIRE_ALL=1 turns "skipped, there is no PostgreSQL or Chromium here" into a failure.
test: setup
	$(RUN) -m tests.run

check: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(RUN) manage.py check
	$(RUN) manage.py makemigrations --check --dry-run
	$(RUN) -m tests.supply.secrets
	$(RUN) -m tests.supply.dependencies

fix: setup
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: setup
	$(RUN) -m tests.benchmarks

# The software bill of materials of a release.
bill: setup
	$(RUN) -m tests.supply.bill > var/sbom.cdx.json

# After a change of dependencies in pyproject.toml.
lock: setup
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.txt --no-emit-index-url
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group dev pyproject.toml -o requirements-dev.txt --no-emit-index-url
