# What a developer asks for. Each target makes the environment that it needs: a .venv in this folder, from the
# hash-locked requirements. Needs Python 3.11 or newer, make and git; Node.js only for the tests that compare with Next.js.

.DEFAULT_GOAL := help
SHELL := /bin/sh

NEWEST = for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done
PYTHON ?= $(shell $(NEWEST))
BIN := .venv/bin
READY := .venv/.ready
JOBS ?= auto
PYTEST ?=
BENCH ?=
NODE_PARTS := $(patsubst %/package-lock.json,%,$(wildcard tests/*/package-lock.json))
UV_LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make lock'
# Imported for the keys of GitHub Apps (cryptography), by a terminal's progress bar (tqdm), for shell completion (shtab):
# a run on GitHub does without, and the image is smaller by half of what we add to its base.
NOT_IN_CONTAINER := cryptography pycparser tqdm colorama shtab

.PHONY: help demo test lint format types imports node bench mutants docs lock image clean

help:
	@echo 'make demo    review the embedded pull request'
	@echo 'make test    run the tests'
	@echo 'make lint    ruff, mypy, import contracts, zizmor, hadolint'
	@echo 'make format  format the code'
	@echo 'make bench   measure the program beside its floors and peers'
	@echo 'make mutants change the criteria in one place at a time, and list the changes that no test notices'
	@echo 'make docs    write the pages that come from the code'
	@echo 'make lock    resolve requirements/ anew (needs uv)'
	@echo 'make image   build the container (needs Docker)'
	@echo 'make clean   remove the environment and what the tools leave behind'

$(READY): requirements/dev.txt pyproject.toml
	@test -n '$(PYTHON)' || { echo 'Python 3.11 or newer is needed; name it: make PYTHON=/path/to/python3' >&2; exit 1; }
	@echo 'Making .venv with $(PYTHON)'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY)
	@$(BIN)/route-or-action demo

test: $(READY) node
	@$(BIN)/python -m pytest --numprocesses $(JOBS) $(PYTEST)

# The npm packages that tests use. Without Node.js those tests are skipped, each by its name.
node:
	@for part in $(NODE_PARTS); do \
		if ! command -v npm >/dev/null; then \
			echo "Node.js is not here: the tests that need $$part are skipped"; \
		elif [ $$part/node_modules/.package-lock.json -nt $$part/package-lock.json ]; then :; \
		else \
			echo "Fetching the npm packages of $$part"; \
			(cd $$part && npm ci --silent --no-audit --no-fund --ignore-scripts) \
				|| { echo "npm could not fetch them: the tests that need $$part are skipped" >&2; test -z "$$CI" || exit 1; }; \
		fi; \
	done

lint: $(READY) types imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/zizmor --offline --quiet --no-progress --persona auditor .github action.yml docs/workflows
	@$(BIN)/hadolint Dockerfile

types: $(READY)
	@$(BIN)/mypy

imports: $(READY)
	@$(BIN)/lint-imports --no-logo

format: $(READY)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# The peers are installed where they can be; the run names those that are missing.
bench: $(READY)
	@test -d benchmarks/peers/.venv || $(BIN)/python -m venv benchmarks/peers/.venv
	@benchmarks/peers/.venv/bin/python -m pip install --quiet --disable-pip-version-check \
		--requirement benchmarks/peers/requirements.txt || true
	@(cd benchmarks/peers && npm install --silent --no-package-lock --no-audit --no-fund --ignore-scripts) || true
	@$(BIN)/python -m benchmarks $(BENCH)

# Ten minutes on an idle machine; MUTANTS names other modules.
mutants: $(READY)
	@$(BIN)/python -m benchmarks.mutation $(or $(MUTANTS),reviewer/criteria reviewer/verdict.py)

docs: $(READY)
	@$(BIN)/python docs/generate.py
	@$(BIN)/python docs/generate_criteria.py

lock:
	$(UV_LOCK) --output-file requirements/runtime.txt pyproject.toml
	$(UV_LOCK) --output-file requirements/container.txt $(addprefix --no-emit-package ,$(NOT_IN_CONTAINER)) pyproject.toml
	$(UV_LOCK) --output-file requirements/build.txt --group build
	$(UV_LOCK) --output-file requirements/audit.txt --group audit
	$(UV_LOCK) --output-file requirements/dev.txt --constraint requirements/runtime.txt \
		--group dev --group build pyproject.toml

image:
	docker build --tag route-or-action .

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf $(addsuffix /node_modules,$(NODE_PARTS))
