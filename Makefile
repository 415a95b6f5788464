# Two commands: `make run` and `make test`. Everything they need that is missing, they bring.
PYTHON := $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
DATA := $(or $(PAYESH_DATA),data)
SAMPLE := $(DATA)/sample

# The models are small: a second thread of linear algebra only waits for the first, in every visit.
export OPENBLAS_NUM_THREADS := 1

.PHONY: run test bench environment chromium pango sample forget-sample

run: environment sample
	@$(BIN)/python -m reports.pango || echo "All but the PDF of a profile works without them."
	@echo "Payesh: http://127.0.0.1:8501 (stop with Ctrl+C)"
	@$(BIN)/streamlit run app.py

test: .venv/tests chromium pango
	$(BIN)/python -m pytest -n 2 --dist loadfile tests

# Uncompiled: Python compiles what it imports, which is a small part, in half the time.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: --no-compile

environment: .venv/complete

.venv/complete: requirements.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" \
	    || { echo "Payesh needs Python 3.11 or newer; found $$($(PYTHON) --version)"; exit 1; }
	@echo "Making the environment in .venv (a minute or two)"
	@$(PYTHON) -m venv .venv || { echo "On Debian and Ubuntu: apt-get install python3.11-venv"; exit 1; }
	@$(PIP) -r requirements.txt
	@touch $@

.venv/tests: .venv/complete requirements-test.txt
	@$(PIP) -r requirements-test.txt
	@touch $@

# Invented extracts, only where nothing was ever published and nothing lies in the inbox. Fifteen
# months: back to the wave of 1404-05, which repeats the published study.
sample: environment
	@if [ ! -L "$(DATA)/warehouse/current" ]; then \
	    if ls "$(DATA)"/inbox/*.* 2>/dev/null | grep -qv 'README.md$$'; then \
	        $(BIN)/python -m etl load || echo "Some extracts were refused: see above."; \
	    elif [ -e "$(DATA)/warehouse/no-sample" ]; then \
	        echo "The sample was forgotten and nothing is loaded: drop extracts into $(DATA)/inbox/"; \
	    else \
	        echo "The warehouse is empty: writing and loading a sample (invented data)"; \
	        $(BIN)/python -m etl sample --months 15 --to "$(SAMPLE)" \
	        && $(BIN)/python -m etl load "$(SAMPLE)"/*.csv; \
	    fi; \
	fi

# Before the first extract of your own: moves the sample and its warehouse aside. Nothing is deleted,
# in case an extract of yours was loaded on top.
ASIDE := $(DATA)/forgotten-sample-$(shell date +%Y%m%d-%H%M%S)
forget-sample:
	@if [ -d "$(SAMPLE)" ]; then \
	    mkdir "$(ASIDE)" && mv "$(SAMPLE)" "$(DATA)/warehouse" "$(ASIDE)" \
	    && mkdir "$(DATA)/warehouse" && touch "$(DATA)/warehouse/no-sample" \
	    && echo "Moved to $(ASIDE); remove it when you are sure."; \
	else echo "There is no sample."; fi

# The browser tests drive the system's Chromium.
chromium: .venv/tests
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || { \
	    echo "Installing Chromium from the system's packages"; \
	    $$([ "$$(id -u)" = 0 ] || echo sudo) sh -c \
	        'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null' \
	    && chromium --version >/dev/null 2>&1 \
	    || $(BIN)/playwright install --with-deps chromium; } # Ubuntu's package is only a snap

# A profile as PDF is drawn by the system's Pango.
PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
pango: environment
	@$(BIN)/python -m reports.pango >/dev/null 2>&1 || { \
	    echo "Installing Pango from the system's packages"; \
	    $$([ "$$(id -u)" = 0 ] || echo sudo) sh -c \
	        'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(PANGO) >/dev/null' \
	    || echo "Pango could not be installed: the tests of PDFs will say so."; }

# What the statistics promise, shown by simulation: a quarter of an hour.
bench: environment
	$(BIN)/python -m benchmarks.coverage
	$(BIN)/python -m benchmarks.false_alarms
	$(BIN)/python -m benchmarks.special_months
	$(BIN)/python -m benchmarks.planted_stories
