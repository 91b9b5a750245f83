# Needs Python 3.11 or later and make; everything else is installed into .venv on first use.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check bench clean

run: .venv/run.stamp
	$(BIN)/streamlit run app.py

test: .venv/test.stamp
	$(BIN)/python -m pytest -n auto --dist loadfile

check: .venv/test.stamp
	$(BIN)/ruff check
	$(BIN)/mypy

bench: .venv/test.stamp
	$(BIN)/python -m core.bench
	$(BIN)/python -m tests.browser.paint

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version.split()[0] + "; try make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

# A stamp is newer than the requirements it was made from, so a second call installs nothing and works offline.
.venv/run.stamp: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/test.stamp: requirements.txt requirements-test.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.txt
	touch $@
