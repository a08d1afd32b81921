# `make run` starts the application; a fresh machine needs git, make and Python only.

PYTHON ?= python3
PORT ?= 5000
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make pins" build/pins/bin/uv pip compile --quiet \
	--universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-config $(UPGRADE)

.PHONY: run test check bench assault doors parts pins catalogues clean

run: .venv/run.stamp node_modules/stamp
	$(BIN)/campaign start --port $(PORT)

test: .venv/test.stamp parts node_modules/stamp
	$(PYTEST) --numprocesses=auto --dist=worksteal

check: .venv/test.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(PYTEST) --quiet tests/test_architecture.py
	$(BIN)/campaign db check

# Files named bench_*.py, so that `make test` passes them by. SIZE is how many companies and
# facilities there are: small when nothing is said, `make bench SIZE=1000000` for the whole.
bench: .venv/bench.stamp build/bench/datasette/bin/datasette parts
	SIZE=$(SIZE) $(PYTEST) tests/benchmarks --override-ini='python_files=bench_*.py' --override-ini='python_functions=bench_*' --capture=no

# Hours of both processors: `make assault ONLY="tests/web/test_requests.py tests/graph"` for a part.
assault: .venv/test.stamp parts node_modules/stamp
	$(PYTEST) --numprocesses=auto --dist=worksteal -m "hypothesis or attack" --hypothesis-profile=assault $(ONLY)

# After a change of routes or rights: writes anew who gets what behind every door.
doors: .venv/test.stamp
	$(PYTEST) --quiet tests/web/test_matrix.py --write-doors
	@git diff --stat -- tests/web/doors.txt

# Chromium, a PostgreSQL server and fonts, for the tests.
parts:
	tools/parts

# After a change to requirements/*.in; `make pins UPGRADE=--upgrade` takes the newest versions.
pins: build/pins/bin/uv
	$(COMPILE) requirements/build.in --output-file requirements/build.txt
	$(COMPILE) requirements/run.in --output-file requirements/run.txt
	$(COMPILE) requirements/test.in --output-file requirements/test.txt --constraints requirements/run.txt
	$(COMPILE) requirements/bench.in --output-file requirements/bench.txt --constraints requirements/test.txt
	$(COMPILE) requirements/datasette.in --output-file requirements/datasette.txt

# After a change of what fact sheets say: adds new messages to the catalogues of translations.
catalogues: .venv/run.stamp
	$(BIN)/python tools/catalogues

clean:
	rm -rf .venv node_modules build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

build/bench/datasette/bin/datasette: requirements/datasette.txt
	$(PYTHON) -m venv build/bench/datasette
	build/bench/datasette/bin/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --requirement requirements/datasette.txt

build/pins/bin/uv:
	$(PYTHON) -m venv build/pins
	build/pins/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or later \
	is needed, and $(PYTHON) is %d.%d. Name another: make PYTHON=python3.12" % sys.version_info[:2])'
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/build.txt requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "Installing the application; this takes a minute, once."
	$(INSTALL) --requirement requirements/build.txt --require-hashes
	$(INSTALL) --requirement requirements/run.txt --require-hashes --no-build-isolation
	$(INSTALL) --editable . --no-deps --no-build-isolation
	@touch $@

.venv/test.stamp: requirements/test.txt .venv/run.stamp
	$(INSTALL) --requirement requirements/test.txt --require-hashes --no-build-isolation
	@touch $@

.venv/bench.stamp: requirements/bench.txt .venv/test.stamp
	$(INSTALL) --requirement requirements/bench.txt --require-hashes --no-build-isolation
	@touch $@

# What makes drawings movable. Without npm, or where it fails, everything else works.
node_modules/stamp: package.json package-lock.json
	@if command -v npm >/dev/null && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null; \
	then touch $@; \
	else echo "npm is missing or has failed: drawings will not move. Everything else works."; fi
