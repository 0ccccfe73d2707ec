# Every command a person or a machine needs. `make` alone lists them.
# An empty environment has no PATH: make, unlike the shell, then finds nothing.
PATH ?= /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
# The first Python that is new enough; PYTHON=/path/to/python chooses another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& command -v "$$name" && break; done)
VENV := .venv/bin/python
SETUP = @$(if $(PYTHON),:,echo "Python 3.11 or newer with venv is needed (Debian: apt-get install python3-venv)." >&2; exit 1)

.PHONY: help run test check bench messages requirements setup setup-dev clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile

run: setup  ## set up and start everything; PORT=8000 chooses the port
	@exec $(VENV) -m tools.run

test: setup-dev  ## the whole suite on SQLite and on PostgreSQL, with real servers
	@exec $(VENV) -m tests.servers.run $(TESTS)

check: setup-dev  ## format, lint, types, layers, migrations, translations, deployment
	@exec $(VENV) -m tools.check

bench: setup-dev  ## measure
	@exec $(VENV) -m tests.bench

messages: setup-dev  ## write new words into the English catalogue
	@exec $(VENV) -m tools.messages update

requirements: setup-dev  ## pin what pyproject.toml asks for; UPGRADE=1 takes the newest
	@exec $(VENV) -m tools.requirements

setup:
	$(SETUP)
	@$(PYTHON) tools/setup.py requirements.txt

setup-dev:
	$(SETUP)
	@$(PYTHON) tools/setup.py requirements-dev.txt

clean:  ## remove what was built; data in var/ stays
	rm -rf static-collected .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
