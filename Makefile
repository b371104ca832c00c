# Quasi's commands for people. Each does its own set-up; a second call skips it.
#   make run [ARGS="--port 8123"]   the sandbox world, at the address it prints
#   make test                       the tests; `make test-slow` the long ones
#   make lint · make fmt · make bench · make docs · make lock

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run

VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
# The first Python of at least 3.11 on this machine.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
# A stamp is named after what was installed, so that a changed lock is installed and an unchanged one is not.
hash = $(firstword $(shell cat $(1) pyproject.toml | cksum))
RUN_STAMP := $(VENV)/.run-$(call hash,requirements.lock)
DEV_STAMP := $(VENV)/.dev-$(call hash,requirements-dev.lock)

.PHONY: run test test-slow lint fmt bench docs setup setup-run lock

run: setup-run
	@exec $(BIN)/quasi run --sandbox $(ARGS)

test: setup
	@.ci/chromium --hint
	$(BIN)/python -m pytest -m "not slow" $(ARGS)

test-slow: setup
	$(BIN)/python -m pytest -m slow $(ARGS) || test $$? -eq 5  # 5: there is none yet

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup
	@for bench in $$(ls bench/*.py bench/*/run.py 2>/dev/null | grep -v __init__); do \
		echo "── $$bench"; $(BIN)/python $$bench $(ARGS); done

docs: setup
	$(BIN)/python docs/check.py
	$(BIN)/python docs/make_images.py

setup: $(DEV_STAMP)
	@:

# What runs is a part of what tests; with the latter there is nothing left to install.
setup-run:
	@test -e $(DEV_STAMP) -o -e $(RUN_STAMP) || $(MAKE) --no-print-directory $(RUN_STAMP)

$(RUN_STAMP): LOCK := requirements.lock
$(DEV_STAMP): LOCK := requirements-dev.lock
$(RUN_STAMP) $(DEV_STAMP):
	@test -n "$(PYTHON)" || { echo "Quasi needs Python 3.11 or newer; install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Setting up $(VENV) from $(LOCK); this happens once and takes a minute or two."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $(LOCK)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q bot storage prompts
	@rm -f $(VENV)/.$(if $(findstring dev,$@),dev,run)-*
	@touch $@

# New pins, after pyproject.toml changed. No address of a registry gets into them.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links
lock:
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	$(COMPILE) pyproject.toml --group dev -o requirements-dev.lock
	$(COMPILE) pyproject.toml --group build -c requirements-dev.lock -o requirements.lock
