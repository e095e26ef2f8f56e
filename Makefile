# Wallflower: every command sets up what it needs first, and does nothing twice.
# Written for GNU make 3.81 and a POSIX shell, so that macOS and a bare container both do.

PYTHON := .venv/bin/python
ARGS   :=

.DEFAULT_GOAL := help
.PHONY: help run setup test check bench promises tour smoke-discord smoke-slack lock

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F '|' '{ printf "%-20s %s\n", $$1, $$2 }'

run: ## start Wallflower; with no configuration, the practice town in your browser
	@sh scripts/setup run
	@exec $(PYTHON) -m bot run $(ARGS)

setup: ## only set up: .venv and what running needs
	@sh scripts/setup run

test: ## run every test, on SQLite, PostgreSQL and in Chromium where they are found
	@sh scripts/setup dev
	@exec $(PYTHON) -m pytest -n 2 --dist loadfile -q $(ARGS)

check: ## format, lint, types, layers, the house's own rules, unused dependencies
	@sh scripts/setup dev
	@exec sh scripts/check

bench: ## measure what it costs, as ratios taken in one run
	@sh scripts/setup dev
	@exec $(PYTHON) -m bench $(ARGS)

promises: ## measure everything promised, and rewrite docs/promises.md: a long while; QUICK=1 takes two minutes, SEED=7 another course
	@sh scripts/setup dev
	@exec $(PYTHON) -m bench.promises $(if $(QUICK),--quick) $(if $(SEED),--seed $(SEED)) $(ARGS)

tour: ## the first five minutes, told as text
	@sh scripts/setup run
	@exec $(PYTHON) -m bot tour $(ARGS)

smoke-discord: ## try it against live Discord: ARGS=CHANNEL_ID, with your own token and test server
	@sh scripts/setup run
	@exec $(PYTHON) -m adapters.discord.smoke $(ARGS)

smoke-slack: ## try it against live Slack: ARGS=CHANNEL_ID, with your own tokens and test workspace
	@sh scripts/setup run
	@exec $(PYTHON) -m adapters.slack.smoke $(ARGS)

lock: ## choose versions afresh within pyproject.toml, and pin them by hash
	@sh scripts/setup dev
	@exec sh scripts/lock $(ARGS)
