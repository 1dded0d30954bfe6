# Everything a person runs in this project; `make` alone lists it.
# Needs make and a Python 3.11, 3.12 or 3.13 with pip. All else goes into .venv, pinned by requirements.lock.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

SUITABLE = import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c '$(SUITABLE)' 2>/dev/null && { echo "$$python"; break; }; done)
BIN := $(CURDIR)/.venv/bin
RUN := PATH="$(BIN):$$PATH" DBT_PROFILES_DIR="$(CURDIR)/profiles"
HOME_OF_DATA := $${AI_FINOPS_HOME:-.}

# The environment is made anew when the lock changed or the folder was moved.
READY := .venv/ready
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif

.PHONY: help build test prove bench lint format docs lock clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

build: $(READY) ## Set up once, land the demo where nothing own is landed, build, publish, print first answers
	@$(RUN) finops demo
	@$(RUN) finops refresh
	@$(RUN) finops first-look --short

# The rules of layout need two thirds of the linter's time: they run on what a commit changes, in `make lint` and in `make prove`.
SAID := --rules aliasing,ambiguous,capitalisation,convention,jinja,references,structure

test: $(READY) ## Everything that CI checks: Python, what SQL says, then all quick tests
	@$(RUN) ruff check
	@$(RUN) ruff format --check --quiet
	@$(RUN) sqlfluff lint models tests $(SAID)
	@$(RUN) pytest -n 2 --dist worksteal

prove: lint ## Slow proofs: layout of SQL, kill loops, scale, mutations
	@$(RUN) pytest -m prove

bench: $(READY) ## Seconds and peak memory per step, beside what DuckDB alone needs for the same files
	@$(RUN) finops bench

lint: $(READY) ## Find nothing: ruff on Python, sqlfluff on models and tests
	@$(RUN) ruff check
	@$(RUN) ruff format --check --quiet
	@$(RUN) sqlfluff lint models tests

format: $(READY) ## Write Python the way ruff writes it
	@$(RUN) ruff check --fix
	@$(RUN) ruff format

docs: $(READY) ## One page about every model and column: target/static_index.html
	@$(RUN) dbt docs generate --static

lock: ## Resolve requirements.lock again from pyproject.toml, keeping what still fits
	@test -x build/uv/bin/uv || { $(PYTHON) -m venv build/uv && build/uv/bin/pip install --quiet uv==0.13.9; }
	@build/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --extra dev \
		--no-header --no-emit-index-url --annotation-style line --output-file requirements.lock pyproject.toml

clean: ## Remove what a build makes; landing/, inputs/, closed/ and the environment stay
	@rm -rf target logs build .pytest_cache .ruff_cache
	@rm -rf "$(HOME_OF_DATA)"/warehouse/ai_finops.duckdb* "$(HOME_OF_DATA)"/published "$(HOME_OF_DATA)"/published.* \
		"$(HOME_OF_DATA)"/report

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12 or 3.13 with pip and venv was found on PATH."; exit 1; }
	@echo "Setting up .venv with $$($(PYTHON) --version): a minute or two, once."
	@$(PYTHON) -m venv --clear .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@.venv/bin/python -m pip check --quiet
	@.venv/bin/python scripts/finops/environment.py .venv
	@printf '%s' "$(CURDIR)" > $(READY)
