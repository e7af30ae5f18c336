# Needs python3 (3.10 to 3.13), git and make; everything else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo test soak lint format

help:
	@echo "make demo    create the default project in build/, run its lesson, show the result"
	@echo "make test    run all tests"
	@echo "make soak    break the notebooks in every known way; takes hours"
	@echo "make lint    check style: this code, the sections, and every notebook they make"

# The last line marks the environment as complete; half of one is made again.
.venv/complete: pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet pip==26.1.2
	$(BIN)/python -m pip install --quiet --group test
	@touch $@

demo: .venv/complete
	$(BIN)/python -m tools.demo

test: .venv/complete
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal -m "not soak"

soak: .venv/complete
	$(BIN)/python -m benchmarks.survival
	$(BIN)/python -m pytest --numprocesses 2 --dist worksteal -m soak tests/course tests/training

lint: .venv/complete
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m tools.lint_notebooks

format: .venv/complete
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
