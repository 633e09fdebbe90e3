# Two commands: `make demo` and `make test`. The README gives the same steps without make.
# The first one that is new enough; asked by running it, since a shim may stand for a Python that is not there.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV   ?= .venv
PORT   ?= 8000
SERVE  ?= 1
RUN    := $(VENV)/bin/python

.PHONY: demo test check bench lock clean

demo: $(VENV)/.run
	@$(RUN) -m cooplinks demo --port $(PORT) $(if $(filter 0 no false,$(SERVE)),--no-serve,--serve)

test: check
	$(RUN) -m pytest

check: $(VENV)/.dev
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m tests.types
	$(RUN) -m pytest tests/unit/test_imports.py

bench: $(VENV)/.dev
	$(RUN) -m bench.store_load
	$(RUN) -m bench.money iati
	$(RUN) -m bench.flows
	$(RUN) -m bench.reading
	$(RUN) -m bench.jobs

# A stamp says what was installed, so that a second call starts at once.
$(VENV)/.run: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "cooplinks needs Python 3.11 or newer: make PYTHON=python3.x" >&2; exit 1; }
	@test -x $(RUN) || $(PYTHON) -m venv $(VENV)
	@echo "installing what cooplinks needs into $(VENV) (once)" >&2
	@$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

# After a change of the dependencies in pyproject.toml; one lock serves every platform.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --no-annotate --generate-hashes --no-header pyproject.toml --extra fast -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --no-annotate --generate-hashes --no-header pyproject.toml --extra fast --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache
