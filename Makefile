# Thin aliases of dev.py, which works where there is no make.
.DEFAULT_GOAL := list
.PHONY: list run example test check bench bench-decisions lock clean

list:
	@echo 'make run             run the service, with a demonstration marketplace in it'
	@echo 'make example         judge the shipped example, and say where to go next'
	@echo 'make test            run all tests with the coverage of the core'
	@echo 'make check           lint, types, import contracts, house rules and the locks'
	@echo 'make bench           measure the engine against its floor and its peers'
	@echo 'make bench-decisions measure how well policies tell who needs a look'
	@echo 'make lock            write both locks anew'
	@echo 'make clean           remove .venv and what the tools left behind'

run example test check bench bench-decisions lock clean:
	@python3 dev.py $@
