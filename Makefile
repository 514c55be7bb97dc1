# SEND Voices: everything it can be asked to do. `make` alone prints the list.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
WORKERS ?= auto
PACKAGES := questionnaires accessibility analysis survey_app

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
INSTALL := $(PIP) install --require-hashes --no-build-isolation
# npm trusts whom the machine trusts, so that it works behind an organisation's own certificate too
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" NODE_USE_SYSTEM_CA=1 npm --loglevel=error
FRONTEND := survey_app/web/frontend
VENDOR := survey_app/web/static/vendor
PAGE_TOOLS := tests/node
MESSAGES := survey_app/translations/messages.pot

# Each of these files is touched when its step is done; removing .venv does all of it anew.
BUILD := .venv/made-build
RUNTIME := .venv/made-runtime
TESTS := .venv/made-tests
STAFF_CSS := $(VENDOR)/govuk-frontend.css
PAGE_TOOLS_MADE := $(PAGE_TOOLS)/node_modules/.package-lock.json

.PHONY: help
help:  ## Print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-20s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: $(RUNTIME) $(STAFF_CSS)  ## Load a demonstration and serve it: make demo PORT=8080
	$(BIN)/send-voices demo --data .demo --port $(PORT) --links .demo/links.json

.PHONY: demo-reset
demo-reset:  ## Forget the demonstration; the next `make demo` starts anew
	rm -rf .demo

.PHONY: setup
setup: $(RUNTIME) $(STAFF_CSS)  ## Install what the site needs, build the staff pages' CSS, compile the scan's loops
	@$(BIN)/python -c 'from analysis.scan import KINDS; from analysis.scanning import bulk; bulk(KINDS)'

.PHONY: setup-tests
setup-tests: $(TESTS) $(STAFF_CSS) $(PAGE_TOOLS_MADE)  ## Install what the tests need as well
	@sh tests/install_browsers.sh

.PHONY: test
test: setup-tests lint  ## Run every check and test, on SQLite and on PostgreSQL
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

.PHONY: lint
lint: $(TESTS)  ## Check style, types, arrows and questionnaires
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/send-voices check

.PHONY: format
format: $(TESTS)  ## Put the code in one style
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

.PHONY: messages
messages: $(RUNTIME)  ## Gather the words of the pages anew, and hand new ones to every translation
	$(BIN)/pybabel -q extract -F babel.cfg -k to_translate -k lazy_gettext --omit-header --add-location=file --sort-by-file --no-wrap -o $(MESSAGES) .
	$(BIN)/send-voices languages --update

.PHONY: accessibility
accessibility: setup-tests  ## Check every page for people who read, hear or point in other ways; QUICK=1 for the main ones
	$(BIN)/python -m tests.accessibility_run $(if $(QUICK),--quick,--ship)

.PHONY: benchmarks
benchmarks: setup-tests  ## Measure the cost of an answer, the weight of a page, and crashes
	$(BIN)/python -m tests.benchmarks

.PHONY: analysis-benchmarks
analysis-benchmarks: $(TESTS)  ## Measure the time and memory of scanning up to a million answers
	$(BIN)/python -m tests.benchmarks.analysis

.PHONY: kit-benchmarks
kit-benchmarks: $(TESTS) $(STAFF_CSS)  ## Measure the time of the whole kit of the local area: every audience, language and piece
	$(BIN)/python -m tests.benchmarks.kit

.PHONY: paper-benchmarks
paper-benchmarks: $(TESTS) $(STAFF_CSS)  ## Measure how many marks are read right from 1,000 pictures of sheets
	$(BIN)/python -m tests.benchmarks.paper

.PHONY: inspector-benchmarks
inspector-benchmarks: setup-tests  ## Measure every screen of the inspectors with 3,000 and 100,000 answers
	$(BIN)/python -m tests.benchmarks.inspector

.PHONY: lock
lock: $(BUILD)  ## Pin the newest allowed versions, with hashes and without addresses
	sh requirements/lock.sh $(BIN)/python

.PHONY: clean
clean:  ## Remove everything that was installed or built, but no data
	rm -rf .venv $(VENDOR) accessibility/fonts $(FRONTEND)/node_modules $(PAGE_TOOLS)/node_modules

$(BUILD): requirements/build.txt
	@echo "Making a virtual environment in .venv"
	@sh requirements/new_enough_python.sh -m venv .venv
	@$(INSTALL) -r requirements/build.txt
	@touch $@

$(RUNTIME): $(BUILD) requirements/runtime.txt pyproject.toml
	@echo "Installing the pinned packages (about a minute)"
	@$(INSTALL) -r requirements/runtime.txt
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(TESTS): $(RUNTIME) requirements/tests.txt
	@echo "Installing the pinned packages of the tests"
	@$(INSTALL) -r requirements/tests.txt
	@touch $@

$(STAFF_CSS): $(BUILD) $(FRONTEND)/package.json $(FRONTEND)/package-lock.json $(FRONTEND)/staff.scss
	@echo "Building the staff pages' CSS, and fetching the fonts"
	@cd $(FRONTEND) && $(NPM) ci --omit=optional && $(NPM) run --silent build

$(PAGE_TOOLS_MADE): $(BUILD) $(PAGE_TOOLS)/package-lock.json
	@cd $(PAGE_TOOLS) && $(NPM) ci
	@touch $@
