# One word for each thing; all of it runs in .venv, which is made from lock/ when it is missing or the lock has changed.
#
#   make demo     fill a sample town and serve it (PORT, HOST and VAR say where)
#   make test     set up the servers that tests need and run every test (ARGS goes to pytest: make test ARGS='-k seal';
#                 WORKERS says how many run at once)
#   make check    format, lint, types, import contracts
#   make bench    the benchmarks, as JSON lines
#   make format   put files into the form that `check` asks for
#   make lock     write lock/ anew from pyproject.toml (ARGS=--upgrade takes newer versions)

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
VAR ?= var
ARGS ?=
WORKERS ?= 2

python := .venv/bin/python
say = @printf '· %s\n'

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check bench format lock clean

help:
	@sed -n 's/^#   //p' Makefile

demo: .venv/run.stamp
	PORT='$(PORT)' HOST='$(HOST)' VAR='$(VAR)' $(python) -m api.cli demo

test: .venv/dev.stamp
	$(say) 'Programs for tests: PostgreSQL, MinIO, Chromium, checkers of logs'
	$(python) tests/setup_servers.py
	$(say) 'Tests'
	$(python) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

check: .venv/dev.stamp
	$(say) 'Format'
	.venv/bin/ruff format --check
	$(say) 'Lint'
	.venv/bin/ruff check
	$(say) 'Types'
	.venv/bin/mypy
	$(say) 'Import contracts'
	.venv/bin/lint-imports

bench: .venv/dev.stamp
	PYTHONPATH=tests $(python) -m benchmarks $(ARGS)

format: .venv/dev.stamp
	.venv/bin/ruff check --fix-only --quiet
	.venv/bin/ruff format

# A uv.lock would name the host of a registry; these files name versions and hashes alone.
compile := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

lock: .venv/bin/python
	$(say) 'Lock'
	@$(python) -m pip --version >/dev/null 2>&1 || $(python) -m ensurepip
	$(python) -m pip install --quiet --require-hashes -r lock/uv.txt
	$(compile) $(ARGS) pyproject.toml --extra postgres --extra s3 --extra timestamps --group build -o lock/run.txt >/dev/null
	$(compile) $(ARGS) pyproject.toml --extra postgres --extra s3 --extra timestamps --group dev -c lock/run.txt -o lock/dev.txt >/dev/null
	$(compile) $(ARGS) --group go -o lock/go.txt >/dev/null
	$(compile) $(ARGS) --group node -o lock/node.txt >/dev/null
	$(compile) $(ARGS) --group lock -o lock/uv.txt >/dev/null

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# ---- .venv ----

# ensurepip serves an environment that another tool made without pip.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(say) 'Making .venv'
	@$(PYTHON) -m venv .venv || { echo 'python3 -m venv failed; on Debian: apt-get install python3-venv'; rm -rf .venv; exit 1; }

.venv/%.stamp: lock/%.txt pyproject.toml | .venv/bin/python
	$(say) 'Installing what lock/$*.txt names (once, and again when it changes)'
	@$(python) -m pip --version >/dev/null 2>&1 || $(python) -m ensurepip
	@$(python) -m pip install --disable-pip-version-check --quiet --no-compile --require-hashes -r $<
	@$(python) -m pip install --disable-pip-version-check --quiet --no-build-isolation --no-deps -e .
	@touch $@
