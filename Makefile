# Needs Python 3.11 or newer, make, and a package index that pip can reach. Nothing else.
#
#   make review   run the shipped example and say where its report lies
#   make test     every test; names what it left out for want of a part of the system
#   make check    format, lint, types, import order, stale pages, locks: all of them before failing
#   make bench    speed and memory, side by side in one run
#   make bench-identity   how well and how fast people are told apart, beside splink: QUICK=1 for a small town
#   make bench-custody   ten thousand made-up sentences reckoned on one core
#   make recall   what the catalogue finds in published cases: make recall CASES=folder
#   make fuzz     the readers against what nobody would send, for a minute, where atheris is installed
#   make burden   the load of concerns that a made-up town gives, beside the published funnel
#   make docs     make the generated reference pages again
#   make picture  take the picture in the README again (needs Chromium)
#   make lock     make the hashed requirements again

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
EXAMPLE := examples/riverside
OUT := out/$(notdir $(EXAMPLE))
WORKERS ?= 2
CASES ?=
ARGS ?=

.PHONY: review test check bench bench-identity bench-custody recall fuzz burden docs picture lock clean
.DEFAULT_GOAL := review

review: $(VENV)/.runs
	$(VENV)/bin/tocsin review $(EXAMPLE) --out $(OUT)
	@echo
	@echo "Open $(CURDIR)/$(OUT)/report.html in a browser."

test: $(VENV)/.develops
	$(PY) -m pytest -n $(WORKERS)

check: $(VENV)/.develops
	$(PY) scripts/check.py

bench: $(VENV)/.develops
	$(PY) scripts/bench.py

bench-identity: $(VENV)/.develops
	$(PY) scripts/bench_identity.py $(if $(QUICK),--quick) $(BENCH)

bench-custody: $(VENV)/.develops
	$(PY) scripts/bench_custody.py $(ARGS)

recall: $(VENV)/.develops
	$(PY) scripts/recall.py $(CASES)

fuzz: $(VENV)/.develops
	mkdir -p out/fuzz && cd out/fuzz && $(CURDIR)/$(PY) $(CURDIR)/scripts/fuzz_readers.py -max_total_time=60 $(ARGS)

# `make burden ARGS='--children 20000 --families 400'` for a larger town.
burden: $(VENV)/.develops
	$(PY) scripts/burden.py $(ARGS)

docs: $(VENV)/.develops
	$(PY) scripts/make_docs.py

picture: review $(VENV)/.develops
	$(PY) scripts/take_picture.py $(OUT)/report.html docs/images/report.png

# Without addresses: no index, no options, no links. `tests/complete` holds it to that.
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/bin/pip-compile --quiet --generate-hashes --strip-extras \
	--allow-unsafe --annotation-style=line --build-deps-for editable --no-emit-index-url \
	--no-emit-trusted-host --no-emit-find-links --no-emit-options

lock: $(VENV)/.develops
	$(COMPILE) --extra bulk --extra postgres --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra bulk --extra postgres --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# The environment, made once and again when a lock changes ------------------------------------

$(VENV)/.runs: requirements.txt pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --require-hashes -r requirements.txt
	$(PY) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.develops: requirements-dev.txt $(VENV)/.runs
	$(PY) -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

$(PY):
	@found=; for name in python3.11 python3.12 python3.13 python3 python3.14; do \
	  if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "Tocsin needs Python 3.11 or newer. On Debian: apt install python3 python3-venv" >&2; exit 1; fi; \
	echo "Setting up $(VENV) with $$found (once; a minute or two)"; \
	$$found -m venv $(VENV) || { rm -rf $(VENV); echo "On Debian: apt install python3-venv" >&2; exit 1; }
