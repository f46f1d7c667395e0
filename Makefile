# Every target sets up what it needs in .venv; only make and python3 (3.11 to 3.13, with venv) must be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
COMPILE := $(BIN)/uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help run test check format schemas bench demo lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: $(READY) ## Start the bot: on Telegram with a token in .env, else in this terminal
	@$(BIN)/python -m bot run

test: $(READY) ## Run the whole test suite
	@$(BIN)/python -m pytest

# The tests come last, so that the last lines are theirs.
check: $(READY) ## Formatting, lint, types, Dockerfile, knowledge base, then the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict bot
	$(BIN)/hadolint Dockerfile
	$(BIN)/python -m bot check
	$(BIN)/python -m pytest

format: $(READY) ## Format the code and apply the safe fixes
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

schemas: $(READY) ## Write the schemas that help editors, after a change of the model
	@$(BIN)/python -c "from pathlib import Path; from bot.content.schema import write_schemas; write_schemas(Path('knowledge/schema'))"

bench: $(READY) ## Measure the matcher beside its peers, its speed and its growth
	@$(BIN)/python -m tests.benchmarks

demo: $(READY) ## Play a scripted conversation and draw it as a page (demo.html)
	@$(BIN)/python -m tests.demo

# `make lock UPGRADE=--upgrade` takes the newest versions; without it only what pyproject.toml asks changes.
lock: $(READY) ## Write requirements.lock (everything) and requirements-run.lock (what the image installs)
	@$(COMPILE) $(UPGRADE) --all-extras pyproject.toml --output-file requirements.lock
	@$(COMPILE) --constraints requirements.lock pyproject.toml --output-file requirements-run.lock

clean: ## Remove what the other targets made
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis

# The stamp is touched last: an installation that was cut short starts again.
$(READY): requirements.lock
	@$(PYTHON) -c "import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v < (3, 14) else 'Il faut Python 3.11, 3.12 ou 3.13 (ici : %d.%d). Exemple : make PYTHON=python3.12 run' % v)"
	@echo "Installation dans $(VENV) (une seule fois)…"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@
