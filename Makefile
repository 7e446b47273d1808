# Few words: demo, serve, test, check, bench. Each does all the set-up it needs.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help demo serve test check bench generate lock
help:
	@echo "make demo    play the road from question to answer in the terminal"
	@echo "make serve   show the pages on http://127.0.0.1:8080, with the demo's people and a process behind it"
	@echo "make test    run every test"
	@echo "make check   lint, types, dependency direction, drift of generated files"
	@echo "make bench   benchmarks and long tests"

$(READY): pyproject.toml requirements/dev.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: $(READY)
	$(BIN)/socialbpm demo

serve: $(READY)
	$(BIN)/socialbpm serve --demo

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not long" --cov=socialbpm.social --cov-branch --cov-report= --cov-fail-under=100

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/socialbpm generate --check

bench: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal -m long
	$(BIN)/python -m tests.bench

generate: $(READY)
	$(BIN)/socialbpm generate

# Needs uv; writes what pip installs, with hashes, for every supported Python.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url -o requirements/dev.lock
