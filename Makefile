# The front door. `make demo` shows the whole system at work; `make test` proves it.

SHELL := /bin/bash
VENV := .venv

.PHONY: help setup demo test test-reloads test-kernel build plugins strategies sdk install-sdk debug bench soak fuzz format lint clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install what is missing (apt, a Python environment for the test oracles)
	@.ci/setup

build: setup ## the host, release
	swift build -c release

plugins: setup ## every strategy under plugins/, each a build of its own
	plugins/build

strategies: build ## the same as folders that an operator loads: run/strategies/<name>/
	plugins/install run/strategies

SDK_NAME = tectra-sdk-$(shell cat sdk/VERSION)
PREFIX ?= /usr/local

sdk: ## what a strategy's author unpacks anywhere: dist/tectra-sdk-<version>.tar.gz
	sdk/pack dist

install-sdk: sdk ## unpack it into PREFIX/share/tectra/sdk (PREFIX is /usr/local)
	rm -rf $(PREFIX)/share/tectra/sdk && mkdir -p $(PREFIX)/share/tectra $(PREFIX)/lib/pkgconfig
	tar -xzf dist/$(SDK_NAME).tar.gz -C $(PREFIX)/share/tectra
	mv $(PREFIX)/share/tectra/$(SDK_NAME) $(PREFIX)/share/tectra/sdk
	sed 's|^sdk=.*|sdk=$(abspath $(PREFIX))/share/tectra/sdk|' $(PREFIX)/share/tectra/sdk/c/tectra.pc \
	    > $(PREFIX)/lib/pkgconfig/tectra.pc

demo: build plugins ## generate a day, trade it with sandboxed strategies, kill, verify, replay
	.build/release/tectractl demo $(if $(SPEED),--speed $(SPEED))

debug: setup
	swift build --build-tests

test: debug plugins ## every test, one after the other: workers spin, and a machine may have two cores
	timeout --kill-after=10 3600 swift test --skip-build --no-parallel

test-reloads: debug ## a thousand changes of version under a running feed
	TECTRA_RELOADS=1000 timeout 1800 swift test --skip-build --no-parallel --filter versionsAlternate

SOAK_RUNS := 20

soak: debug ## every test, SOAK_RUNS times over, each time from new seeds
	for run in $$(seq $(SOAK_RUNS)); do echo "soak: run $$run of $(SOAK_RUNS)"; \
	    TECTRA_TEST_SEED=random swift test --skip-build --no-parallel || exit 1; done

test-kernel: ## the suite of attacks on another kernel, in an emulated machine (KERNEL=…)
	@test -n "$(KERNEL)" || { echo "test-kernel: KERNEL=VERSION is missing, one of:" $$(ls /lib/modules); exit 2; }
	$(MAKE) build
	Tests/HostilePlugins/build
	Tests/Kernels/run $(KERNEL) tectractl plugin torture --quiet 0.05

FUZZ_COUNT := 2500000

fuzz: debug ## every parser with damaged input: at least ten million of them (FUZZ_COUNT=N for each)
	TECTRA_FUZZ_COUNT=$(FUZZ_COUNT) TECTRA_FUZZ_ITERATIONS=$(FUZZ_COUNT) swift test --skip-build --no-parallel --filter Fuzz

bench: build plugins ## every benchmark, against the figures in docs/performance.md
	.build/release/tectractl bench all

format: ## rewrite the Swift sources in the house style
	swift format --in-place --recursive --parallel Host sdk plugins Tests Package.swift

lint: ## the style without rewriting
	swift format lint --recursive --parallel Host sdk plugins Tests Package.swift

clean:
	rm -rf .build run plugins/*/.build plugins/*/build
