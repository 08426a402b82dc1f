# The front door of Tongban. `make run` and `make test` are all a newcomer needs; each goal
# installs what it lacks (tools/install.sh says what and why; OFFLINE=1 only lists it).
SHELL := /bin/bash
DATA ?= data
LISTEN ?= 127.0.0.1:8080
SECONDS ?= 60
export CMAKE_BUILD_PARALLEL_LEVEL ?= $(shell nproc)

.DEFAULT_GOAL := help
.PHONY: help run build test check bench fuzz coverage clean

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

run: build ## build, fill DATA=data with the demo district when it is empty, serve it on LISTEN
	@tools/run.sh "$(DATA)" "$(LISTEN)"

build: ## the program: build/tongban
	@tools/install.sh build
	@tools/fonts.sh
	@tools/web.sh
	@tools/build.sh release tongban
	@install -m 755 build/release/bin/tongban build/tongban

test: ## units, scenarios, documents, kills and full disks, pages in a browser; ASan and UBSan
	@tools/install.sh build test
	@tools/fonts.sh
	@tools/web.sh
	@tools/build.sh asan
	@test/postgresql.sh ctest --preset asan

check: ## clang-tidy, gcc -fanalyzer, cppcheck, clang-format, layers, style, links in docs
	@tools/install.sh build test check
	@tools/check.sh

bench: build ## speed, memory and size of what was built, measured here
	@test/bench/run.sh

fuzz: ## every fuzzer for SECONDS=60 each
	@tools/install.sh build test check
	@test/fuzz/run.sh $(SECONDS)

coverage: ## lines run by the tests; fails below 85 % of base, engine and domain
	@tools/install.sh build test check
	@tools/fonts.sh
	@tools/web.sh
	@tools/build.sh coverage
	@test/postgresql.sh ctest --preset coverage
	@tools/coverage.sh

clean: ## remove all that was built
	@rm -rf build
