# A shortcut for Linux and macOS: gets nox, then runs a task of noxfile.py.
# Needs python3 (3.11 to 3.13), git and make; everything else goes into .nox.
PYTHON ?= python3
NOX := .nox/runner/bin/nox

.PHONY: help demo test soak lint format

help:
	@echo "make demo    create the default project in build/, run its lesson, show the result"
	@echo "make test    run all tests"
	@echo "make soak    break the notebooks in every known way; takes hours"
	@echo "make lint    check style: this code, the sections, and every notebook they make"
	@echo "make format  write this code in that style"

demo test soak lint format: .nox/runner/complete
	$(NOX) -s $@

# The last line marks the environment as complete; half of one is made again.
.nox/runner/complete: Makefile
	$(PYTHON) -m venv --clear .nox/runner
	.nox/runner/bin/python -m pip install --quiet nox==2026.10.20 uv==0.13.8
	@touch $@
