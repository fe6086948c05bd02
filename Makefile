# SPOTS Enrichment. `make run` shows it, `make test` proves it; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
.PHONY: agreement rpc-peers help dependencies test-dependencies certificates build store run demo sandbox-release shop test bench bench-quick bench-rpc bench-codec bench-service bench-doors bench-memory bench-engine bench-connector bench-storage bench-scale earlier-build h2load format fuzz sanitize soak h2spec mutants validate schema lint clean

# A folder of CSV files to import; without it a city is simulated.
DATA ?=
# Where the server listens, what it keeps, and how large the simulated city is.
LISTEN ?= 127.0.0.1:8443
PEOPLE ?= 60000
SEED ?= 1
# Region id and time zone of imported data, where its rows end, and which clock its times go by (utc or local).
REGION ?=
TIMEZONE ?=
AS_OF ?=
TIMES ?=
NAME := $(if $(DATA),$(notdir $(patsubst %/,%,$(DATA))),simcity-$(PEOPLE)-$(SEED))
STORE ?= .spots/$(NAME).db
POLICY := $(if $(DATA),research,default)
# What a store is made with, to be told when it is used again.
DECLARED := $(if $(DATA),DATA=$(DATA) REGION=$(REGION) TIMEZONE=$(TIMEZONE) AS_OF=$(AS_OF) TIMES=$(TIMES),SEED=$(SEED) PEOPLE=$(PEOPLE))

BIN := .build/release
# How programs are built for use. What Swift's runtime does for nearly every step of a call is linked in and not called
# through tables, and exclusive access to memory, which the tests check wherever the compiler cannot prove it, is not
# checked again for each call: those checks alone are a thirteenth of a call's instructions. Small functions are compiled
# into the modules that call them: a person is measured across three modules, and without it takes a tenth longer.
RELEASE := -c release --static-swift-stdlib -Xswiftc -enforce-exclusivity=unchecked -Xswiftc -cross-module-optimization
export RELEASE
step = @printf '\033[1m== %s\033[0m\n' "$(1)"

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-18s %s\n", $$1, $$2}'
	echo "  variables: DATA=DIR (import instead of simulate)  AS_OF=DAY  TIMES=utc|local  LISTEN=HOST:PORT  PEOPLE=N  STORE=PATH  BEFORE=DIR (an earlier build)"

dependencies: ## install the system libraries that are missing (asks apt only then)
	@missing=()
	for pair in nghttp2/nghttp2.h:libnghttp2-dev openssl/ssl.h:libssl-dev sqlite3.h:libsqlite3-dev zlib.h:zlib1g-dev; do
	  compgen -G "/usr/include/$${pair%%:*}" >/dev/null || compgen -G "/usr/include/*/$${pair%%:*}" >/dev/null \
	    || missing+=("$${pair##*:}")
	done
	command -v openssl >/dev/null || missing+=(openssl)
	.ci/install "$${missing[@]}"

test-dependencies: dependencies ## install what the tests need: curl, protoc and Python with grpcio, in .venv
	@missing=()
	command -v curl >/dev/null || missing+=(curl)
	command -v protoc >/dev/null || missing+=(protobuf-compiler)
	[ -f /usr/include/google/protobuf/descriptor.proto ] || missing+=(libprotobuf-dev)
	command -v python3 >/dev/null || missing+=(python3)
	python3 -c 'import ensurepip' >/dev/null 2>&1 || missing+=(python3-venv)
	.ci/install "$${missing[@]}"
	.ci/python

certificates: dependencies ## make development certificates in certs/
	@certs/make.sh

build: dependencies ## build everything in release
	$(call step,building (release))
	swift build $(RELEASE)

store: build ## prepare the database: import or simulate, then the first release
	@if [ -f $(STORE) ] && [ -f $(STORE).ready ]; then
	  printf '\033[1m== using %s, made with %s (remove it to begin again)\033[0m\n' "$(STORE)" "$$(cat $(STORE).ready)"
	  exit 0
	fi
	mkdir -p $(dir $(STORE))
	# A store that is begun anew begins a new ledger. Where people's own data is imported and the ledger of a store that is
	# gone is left, the import asks for it to be moved away.
	if [ -f $(STORE) ] || [ -z "$(DATA)" ]; then rm -f $(STORE).anchor; fi
	rm -f $(STORE) $(STORE)-wal $(STORE)-shm
	if [ -n "$(DATA)" ]; then
	  printf '\033[1m== importing %s\033[0m\n' "$(DATA)"
	  $(BIN)/spots import folder "$(DATA)" --consent all $(if $(REGION),--region $(REGION)) $(if $(TIMEZONE),--tz $(TIMEZONE)) $(if $(AS_OF),--as-of "$(AS_OF)") $(if $(TIMES),--times $(TIMES)) --store sqlite:$(STORE)
	else
	  printf '\033[1m== simulating a city of %s people\033[0m\n' "$(PEOPLE)"
	  $(BIN)/spots simulate --people $(PEOPLE) --seed $(SEED) --store sqlite:$(STORE)
	  $(BIN)/spots init --region town --tz UTC --store sqlite:$(STORE)
	fi
	printf '\033[1m== computing the first release (policy %s)\033[0m\n' "$(POLICY)"
	$(BIN)/spots release --policy $(POLICY) --store sqlite:$(STORE)
	echo "$(DECLARED)" >$(STORE).ready

run: certificates store ## prepare all, serve, print a tour, go on serving until Ctrl-C
	@.ci/serve --keep --listen $(LISTEN) --store $(STORE) --bin $(BIN)

demo: certificates store ## the same, but stop after the tour; the exit code says whether all went well
	@.ci/serve --listen $(LISTEN) --store $(STORE) --bin $(BIN)

sandbox-release: build ## draw the release of the sandbox anew, after a change of what releases hold
	@made=$$(mktemp)
	$(BIN)/spots sandbox-release >$$made
	cp $$made Sources/EnrichmentService/Sandbox/SandboxData.swift && rm $$made

shop: certificates store ## look at a sample shop with SPOTS, slow SPOTS and none: .spots/shop.html
	@swift build $(RELEASE) --product shop
	.ci/serve --shop --listen $(LISTEN) --store $(STORE) --bin $(BIN)

# Tests of sockets run apart from others and one after another: hundreds at once on two cores keep each other waiting until
# their peers give up.
SOCKETS := EventLoopTests|TransportTests|HTTP1Tests|HTTP2Tests|RPCTests|LoadTestingTests
# Those that wait for disks and for each other, and those that compute long: apart, lest others wait past their limits.
STORES := ContractTests|StorageTests|StorageSQLiteTests|OperationsTests|EnrichmentServiceTests
STATISTICS := PrivacyTests|ReleasesTests|MeasuresTests|SimulationTests|PersonalityTests
FILES := IngestTests|ProtoSchemaTests|ProtoCompilerTests

test: test-dependencies certificates ## run all tests
	$(call step,building the tests)
	swift build --build-tests
	$(call step,testing: event loop and HTTP/2 and gRPC and load tester)
	.ci/tests 900 '--filter $(SOCKETS)' swift test --skip-build --no-parallel
	$(call step,testing: interoperability with grpcio)
	.ci/tests 300 '--filter InteropTests' swift test --skip-build --no-parallel
	$(call step,testing: real processes and real clients)
	.ci/tests 900 '--filter IntegrationTests' swift test --skip-build --no-parallel
	$(call step,testing: what one person moves)
	.ci/tests 300 '--filter LeaveOneOutTests' swift test --skip-build
	$(call step,testing: the store and the service)
	.ci/tests 900 '--filter $(STORES)' swift test --skip-build
	$(call step,testing: statistics)
	.ci/tests 900 '--filter $(STATISTICS)' swift test --skip-build
	$(call step,testing: files of data and schemas)
	.ci/tests 300 '--filter $(FILES)' swift test --skip-build
	$(call step,testing: everything else)
	.ci/tests 900 '--skip $(SOCKETS)|$(STORES)|$(STATISTICS)|$(FILES)|InteropTests|IntegrationTests|LeaveOneOutTests' swift test --skip-build
	$(call step,testing: messages and stubs in a package of somebody else)
	timeout 900 swift run --package-path Tests/ExamplePackage --scratch-path .build/example Greeter

agreement: test-dependencies ## compare measures with scikit-mobility, trackintel and networkx on real data
	@.ci/agreement
	SPOTS_FULL=1 swift test --filter AgreementTests

# The bars that `make validate` checks, which are those of Jakarta; for other cities GATE= checks none.
GATE ?= Benchmarks/Validation/gate.json

validate: certificates ## measure on check-ins whether releases help a shop (DATA=DIR, GATE=FILE, or GATE= for none): up to 25 minutes; fails when a bar is missed
	@[ -n "$(DATA)" ] || { echo "validate wants DATA=DIR, a folder of check-ins with zones" >&2; exit 2; }
	for one in spots spotsd; do swift build $(RELEASE) --product $$one; done
	$(BIN)/spots validate --data "$(DATA)" --out .spots/validation/$(NAME) $(if $(GATE),--gate $(GATE))

bench: ## run all benchmarks and write Benchmarks/RESULTS.md; fails at its end when one of them misses its bounds
	@missed=()
	for one in rpc codec memory engine storage scale service; do make --no-print-directory bench-$$one || missed+=(bench-$$one); done
	python3 Benchmarks/collect.py
	[ $${#missed[@]} = 0 ] || { echo "missed their bounds: $${missed[*]}" >&2; exit 1; }

# The checkout of an earlier build. Benchmarks that take it run the programs of both in turns and print the ratios; they
# fail when one is over its bound.
BEFORE ?=

earlier-build:
	@[ -z "$(BEFORE)" ] || [ -x "$(BEFORE)/.build/release/spotsd" ] || make --no-print-directory -C "$(BEFORE)" build

bench-quick: $(if $(BEFORE),h2load,rpc-peers) certificates ## compare unary calls with gRPC C++ and nghttpd, or with an earlier build (BEFORE=DIR): the build, then about two minutes
	@if [ -n "$(BEFORE)" ]; then
	  env -u RELEASE "$(BEFORE)/Benchmarks/RPC/build" ours
	  Benchmarks/RPC/build ours python
	  .venv/bin/python Benchmarks/RPC/compare.py "$(BEFORE)"
	else
	  Benchmarks/RPC/build ours cpp python
	  QUICK=1 .venv/bin/python Benchmarks/RPC/run.py
	fi

bench-rpc: rpc-peers certificates ## compare the server with gRPC C++, grpc-swift-2, grpcio and nghttpd (ROUNDS=11)
	@Benchmarks/RPC/build
	.venv/bin/python Benchmarks/RPC/run.py

h2load: test-dependencies
	@command -v h2load >/dev/null || .ci/install nghttp2-client

rpc-peers: h2load
	@missing=()
	command -v grpc_cpp_plugin >/dev/null || missing+=(libgrpc++-dev protobuf-compiler-grpc)
	command -v g++ >/dev/null || missing+=(g++)
	command -v pkg-config >/dev/null || missing+=(pkg-config)
	command -v nghttpd >/dev/null || missing+=(nghttp2-server)
	.ci/install "$${missing[@]}"

bench-codec: ## compare the codec with C++ protobuf and SwiftProtobuf in one run; checks the allocations
	@missing=()
	command -v protoc >/dev/null || missing+=(protobuf-compiler)
	[ -f /usr/include/google/protobuf/arena.h ] || missing+=(libprotobuf-dev)
	command -v g++ >/dev/null || missing+=(g++)
	command -v python3 >/dev/null || missing+=(python3)
	.ci/install "$${missing[@]}"
	Benchmarks/Codec/build
	python3 Benchmarks/Codec/run.py | tee Benchmarks/.work/codec/table.txt

bench-service: certificates store ## drive the enrichment service itself: unary calls and sessions
	@mkdir -p Benchmarks/.work/service
	.ci/serve --bench --listen 127.0.0.1:0 --store $(STORE) --bin $(BIN) | tee Benchmarks/.work/service/table.txt

bench-doors: h2load certificates store ## compare JSON, Connect, 304 and HTTP/1.1 with gRPC, nghttpd and nginx in one run; fails when a ratio is over its bar
	@mkdir -p Benchmarks/.work/doors
	@missing=()
	command -v nginx >/dev/null || missing+=(nginx-light)
	command -v nghttpd >/dev/null || missing+=(nghttp2-server)
	.ci/install "$${missing[@]}"
	BIN=$(BIN) STORE=$(STORE) python3 Benchmarks/Doors/run.py | tee Benchmarks/.work/doors/table.txt

bench-memory: earlier-build ## measure what idle connections and streams cost the server (BEFORE=DIR); fails when it is over its bounds
	@mkdir -p Benchmarks/.work/memory
	swift build $(RELEASE) --product bench-memory
	if [ -n "$(BEFORE)" ]; then
	  ROUNDS=$${ROUNDS:-3} python3 Benchmarks/compare.py bench-memory "$(BEFORE)"
	else
	  $(BIN)/bench-memory | tee Benchmarks/.work/memory/table.txt
	fi

bench-engine: dependencies earlier-build ## measure the engine itself: products, knots, visits (BEFORE=DIR); fails when it is over its bars
	@mkdir -p Benchmarks/.work/engine
	swift build $(RELEASE) --product bench-engine
	if [ -n "$(BEFORE)" ]; then
	  python3 Benchmarks/compare.py bench-engine "$(BEFORE)"
	else
	  $(BIN)/bench-engine | tee Benchmarks/.work/engine/table.txt
	fi

bench-connector: dependencies ## measure what a shop's customer waits for, whatever SPOTS does; fails when it is later than budget and 5 ms
	@mkdir -p Benchmarks/.work/connector
	swift build $(RELEASE) --product bench-connector
	$(BIN)/bench-connector | tee Benchmarks/.work/connector/table.txt

bench-storage: build certificates earlier-build ## measure the store: import, snapshot, durable events (BEFORE=DIR)
	@BEFORE="$(BEFORE)" python3 Benchmarks/Storage/run.py

bench-scale: dependencies ## measure how import and simulation grow: time, memory, disk (ROWS, PEOPLE); fails when they are over their bounds
	@swift build $(RELEASE) --product spots
	python3 Benchmarks/Storage/scale.py

# How long each property is tried, and which ones if not all.
SECONDS := 60
PROPERTIES ?=

fuzz: dependencies ## try properties on new inputs for SECONDS=60 each (PROPERTIES="json schema": only those)
	@.ci/fuzz $(SECONDS) $(PROPERTIES)

sanitize: dependencies ## run the transport's tests under the address and the thread sanitizer
	@.ci/sanitize

# A folder of schema files to try the generator on.
PROTOS ?=

# What the schema is compared with, if not the last tag.
AGAINST ?=

# Mutants to try, if not all.
MUTANTS ?=

soak: dependencies ## try longer what tests try shortly: what one person moves, intervals, mutants; with PROTOS=DIR also the Swift of 1,000 schema files of a tree (MINUTES=N stops early, to go on next time)
	$(call step,building the tests (release))
	export SPOTS_TESTS=LeaveOneOutTests,PrivacyTests,ReleasesTests,SimulationTests,EnrichmentServiceTests
	soak=(-c release --scratch-path .build/soak)
	swift build "$${soak[@]}" -Xswiftc -enable-testing --build-tests
	$(call step,removing each of 500 people; attacking answers; samplers; a city of 60000 people; 10000 pages that stop reading)
	SPOTS_SOAK=1 .ci/tests 7200 '--filter LeaveOneOutTests|PrivacyTests|AffinityCoverageTests|PublishedLawTests|EventStreamTests' swift test "$${soak[@]}" --skip-build
	$(call step,trying intervals on crowds of every kind (5000 epochs each))
	COVERAGE_EPOCHS=5000 .ci/tests 3600 '--filter PopulationCoverageTests' swift test "$${soak[@]}" --skip-build
	unset SPOTS_TESTS
	make --no-print-directory mutants
	[ -n "$(PROTOS)" ] || { echo "without PROTOS=DIR no schema files are type-checked"; exit 0; }
	$(call step,building the generator and the runtime)
	swift build --product protogen
	swift build --target RPC
	$(call step,type-checking the Swift of 1000 schema files)
	.ci/soak-protos "$(PROTOS)" 1000

# The program of github.com/summerwind/h2spec.
H2SPEC ?=

h2spec: certificates ## have the program H2SPEC=PATH judge interop-server and spotsd: at least 146 of its 147 cases
	@[ -x "$(H2SPEC)" ] || { echo "h2spec wants H2SPEC=PATH, the program of github.com/summerwind/h2spec" >&2; exit 2; }
	$(call step,building the servers)
	for one in interop-server spotsd spots; do swift build --product $$one; done
	$(call step,judging them by h2spec)
	.ci/h2spec "$(H2SPEC)" .build/debug

mutants: dependencies ## put defects of privacy in, one at a time, in a copy, and see tests fail (MUTANTS="NAME …": only those)
	@.ci/mutants .build/mutants $(MUTANTS)

format: ## format the sources
	swift format format -i -p -r Package.swift Sources Plugins Tests

schema: test-dependencies ## check the style of the schema, and that it breaks no caller of the last tag (AGAINST=REF: of another state)
	$(call step,judging the schema)
	AGAINST="$(AGAINST)" .ci/schema

lint: ## check the format of the sources
	swift format lint -s -p -r Package.swift Sources Plugins Tests

clean: ## remove what was built; databases and certificates stay
	rm -rf .build .venv .venv-agreement .venv-metrics
