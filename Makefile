# Thin on purpose: the work is done by scripts/khorshoo.py (standard library only).
PYTHON ?= python3
KHORSHOO = $(PYTHON) scripts/khorshoo.py

.DEFAULT_GOAL := help
.PHONY: help python setup run test test-all test-rest elasticsearch elasticsearch-stop check format messages leaflets search-quality shots

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	echo "There is no '$(PYTHON)' here: install Python 3.11 or newer, or name yours: make run PYTHON=/path/to/python" >&2; \
	exit 1; }

setup: python ## the environment alone, in .venv
	@$(KHORSHOO) setup

run: python ## everything from nothing to the running site (PORT=8123 make run chooses the port)
	@$(KHORSHOO) run

test: python ## the tests: SQLite, PostgreSQL, browser (at most 15 minutes)
	@$(KHORSHOO) test

test-all: python ## also both widths, dark, kill tests, large data (at most 60 minutes)
	@$(KHORSHOO) test-all

test-rest: python ## only what test-all has and test has not
	@$(KHORSHOO) test-rest

elasticsearch: python ## a real Elasticsearch on this machine, in the background, got if missing (needs Java 17, mvn)
	@$(KHORSHOO) elasticsearch

elasticsearch-stop: python ## end it; its data stays
	@$(KHORSHOO) elasticsearch-stop

check: python ## format, lint, types, import walls, templates, translations, migrations, secrets
	@$(KHORSHOO) check

format: python ## put the code and the templates into the common form
	@$(KHORSHOO) format

messages: python ## collect the texts for translation and compile the catalogue (needs gettext)
	@$(KHORSHOO) messages

leaflets: python ## guides as A4 PDF into leaflets/ (PAGES="/mn/found/steps/" chooses)
	@$(KHORSHOO) leaflets $(PAGES)

search-quality: python ## how well search finds: MRR of each class of the judged queries, also with noise
	@$(KHORSHOO) search-quality

shots: python ## pictures of every page type into shots/, and those of the README
	@$(KHORSHOO) shots
