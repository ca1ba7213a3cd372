# The commands of README.md and CONTRIBUTING.md by name. `make help` lists them. Every target is a
# line or two that can be typed as well.

GO ?= go
# Of test-seeds: how many generated histories each property is tried with.
SEEDS ?= 500
# Of fuzz: the package, the target and the time.
PKG ?=
TARGET ?=
FOR ?= 1m
# Of bench-replay and bench-suite: addresses of a Kafka; empty measures an embedded broker.
BROKERS ?=

.DEFAULT_GOAL := help
.PHONY: help build test test-kafka test-seeds fuzz lint ci bench bench-replay bench-suite regress demo docs image compose

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

build: ## build ./coldchain, a static binary
	CGO_ENABLED=0 $(GO) build -trimpath ./cmd/coldchain

test: ## all tests, against a broker in the test's own process
	$(GO) test ./...

test-kafka: ## the same, and on real Kafka: as a process and in a container (minutes)
	deploy/with-kafka.sh $(GO) test ./...

test-seeds: ## the properties of joins on SEEDS generated histories (minutes)
	COLDCHAIN_SEEDS=$(SEEDS) $(GO) test -timeout 0 ./joins/...

fuzz: ## fuzz one decoder: make fuzz PKG=./joins/rule TARGET=FuzzParse FOR=10m
	@test -n "$(PKG)" && test -n "$(TARGET)" || { echo 'fuzz: name PKG and TARGET' >&2; exit 2; }
	$(GO) test -run '^$$' -fuzz '^$(TARGET)$$' -fuzztime $(FOR) $(PKG)

lint: ## gofmt, go vet, golangci-lint
	.ci/lint

ci: ## everything that must pass, on a bare Debian with Go: packages, lint, test-kafka
	.ci/run

bench: ## the benchmarks that lie beside the code
	$(GO) test -run '^$$' -bench . -benchmem ./...

bench-replay: build ## replay a history through the whole pipeline: make bench-replay BROKERS=…
	./coldchain bench replay --brokers '$(BROKERS)'

bench-suite: build ## all benchmarks, recorded in bench/results (half an hour): make bench-suite BROKERS=…
	./coldchain bench suite --brokers '$(BROKERS)'

regress: ## compare the micro benchmarks with a base commit's, before submitting (minutes)
	$(GO) run ./bench/regress

demo: ## a broker, a fleet with faults, a worker and a web page, in one process
	$(GO) run ./cmd/coldchain demo

docs: ## write anew what documents take from the code
	$(GO) test ./docs -update

image: ## the container image, local/coldchain:dev
	deploy/docker/build.sh

compose: image ## three workers, Apache Kafka and the fleet in containers
	docker compose -p coldchain -f deploy/compose.yaml up
