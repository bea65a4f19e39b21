# psoas: the commands that a person types. What they do is in CMakePresets.json and tools/.
.DEFAULT_GOAL := help
.NOTPARALLEL:
JOBS := $(shell nproc 2>/dev/null || echo 2)

CHECKS := format layers style build unit tests browser sanitize fuzz opensim threads

.PHONY: help
help:
	@echo 'make run           install what is missing, build, hold the postures of a day, write'
	@echo '                   out/report.html'
	@echo 'make run-walk      the same with the muscle forces of a recorded walk'
	@echo 'make serve         the page, in a browser: built, served on this machine, opened'
	@echo 'make check         the same for all tests; closes with one summary'
	@echo
	@echo 'make build         the program, as build/bin/psoas'
	@echo 'make web           the page: build/web/site, and build/web/psoas.html, one file for a browser'
	@echo 'make install       build, then install below PREFIX (/usr/local)'
	@echo 'make trials        every intervention in simulated people: what is put in comes back out'
	@echo 'make bench         times of every stage, of the page, and beside OpenSim, into bench/results/'
	@echo 'make fuzz          fuzz each reader for FUZZ_SECONDS (600)'
	@echo 'make check-STAGE   one stage of make check: $(CHECKS)'
	@echo 'make check-long    what takes hours: long tests, data races, ten minutes a fuzz target'
	@echo 'make coverage      lines and branches that the tests reach: build/coverage/index.html'
	@echo 'make format        clang-format every C file'
	@echo 'make clean         remove build/ and out/'

.PHONY: run
run: build
	@tools/run.sh

.PHONY: run-walk
run-walk: build
	@tools/run_walk.sh

.PHONY: serve
serve: web
	@build/bin/psoas serve

.PHONY: build
build:
	@tools/setup.sh run
	@mkdir -p build/bin
	@cmake --preset release >build/configure.log 2>&1 || { cat build/configure.log; exit 1; }
	@cmake --build build/release -j$(JOBS) --target psoas_cli
	@ln -sfn ../release/bin/psoas build/bin/psoas

.PHONY: web
web: build
	@tools/setup.sh web
	@cmake --build build/release -j$(JOBS) --target bones
	@tools/build_page.sh build/bin/psoas build/web
	@cmake --preset release >build/configure.log && cmake --build build/release -j$(JOBS) --target psoas_cli

.PHONY: install
PREFIX ?= /usr/local
install: build
	@cmake --build build/release -j$(JOBS) --target psoas
	@cmake --install build/release --prefix '$(PREFIX)'

.PHONY: check $(CHECKS:%=check-%) check-long
check:
	@tools/setup.sh python
	@python3 tools/check.py

$(CHECKS:%=check-%): check-%:
	@tools/setup.sh run check
	@python3 tools/check.py $*

check-unit check-tests check-browser check-opensim: check-build

check-long:
	@tools/setup.sh python
	@FUZZ_SECONDS=600 python3 tools/check.py setup build tests long sanitize threads fuzz opensim

.PHONY: setup setup-opensim
setup:
	@tools/setup.sh run check

setup-opensim:
	@tools/setup.sh opensim

.PHONY: trials
trials: build
	@build/bin/psoas trial all

.PHONY: fuzz
fuzz: export FUZZ_SECONDS ?= 600
fuzz: check-fuzz

.PHONY: bench
bench: build
	@cmake --build build/release -j$(JOBS) --target bench_wrap bench_serve
	@tools/setup.sh opensim
	@build/bin/psoas bench
	@PSOAS_PROGRAM=build/bin/psoas node bench/page.mjs || [ $$? -eq 77 ]
	@tools/venv_python.sh bench/compare_opensim.py || [ $$? -eq 77 ]

.PHONY: coverage
coverage:
	@tools/setup.sh coverage
	@cmake --preset coverage
	@cmake --build build/coverage -j$(JOBS)
	@find build/coverage -name '*.gcda' -delete
	@ctest --test-dir build/coverage -j$(JOBS) --output-on-failure -LE 'opensim|long'
	@gcovr --root . --filter src/ --filter apps/ --exclude-throw-branches \
	  --html-details build/coverage/index.html --print-summary build/coverage

.PHONY: format
format:
	@find src include apps tests bench python -name '*.[ch]' | xargs clang-format-14 -i

.PHONY: clean
clean:
	rm -rf build out
