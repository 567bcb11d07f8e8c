# hvlab - make demo: run it on the embedded lab; make check: all tests.
# Both install what is missing first (DEPS=0 forbids it).

ifeq ($(origin CC),default)
CC      := gcc
endif
CLANG   ?= clang
CFLAGS  ?= -O3 -g -flto=auto
PREFIX  ?= /usr/local
DESTDIR ?=
DEPS    ?= 1
FUZZ_RUNS ?= 1000000

VERSION  := 0.1.0
BUILD    := build
CPPFLAGS += -I. -D_POSIX_C_SOURCE=200809L -DHVLAB_VERSION='"$(VERSION)"'
WARN     := -std=c17 -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes \
	    -Wmissing-prototypes -Wwrite-strings
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all \
	    -fno-omit-frame-pointer -O1 -g
LDLIBS   := -lhpdf -lcjson -lexpat -lnettle -lz -lgsl -lgslcblas -lm

SOURCES  := $(wildcard src/*.c src/*/*.c parsers/*.c stats/*.c \
	    render/*.c)
LIBRARY  := $(filter-out src/main.c,$(SOURCES))
UNIT     := $(patsubst tests/%.c,%,$(wildcard tests/test_*.c))
PARSERS  := sysbench stress fio_text fio_json fio_terse fio_log iperf3_json \
	    iperf3_text vm_facts missing
FUZZ     := $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/fuzz_*.c)) \
	    $(PARSERS:%=$(BUILD)/fuzz_parser_%)
FUZZING  := -g -O1 -fsanitize=address,undefined "-DSCAN_LINE_MAX=(size_t)4096"
DEMO_OUT := $(BUILD)/demo

MAKEFLAGS += --no-builtin-rules --jobs=$(shell nproc 2>/dev/null || echo 1)
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all demo check bench fuzz simulate integrity cut-all lint install uninstall clean deps \
	deps-check deps-bench tests

all: $(BUILD)/hvlab

# Packages. The check needs more than the program does.
deps:
	@DEPS=$(DEPS) sh tests/deps.sh build
deps-check:
	@DEPS=$(DEPS) sh tests/deps.sh build check
deps-bench:
	@DEPS=$(DEPS) sh tests/deps.sh build bench

# The program, and the same objects with the sanitizers.
$(BUILD)/hvlab: $(SOURCES:%.c=$(BUILD)/release/%.o)
	@echo '  LD    $@'
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/hvlab-san: $(SOURCES:%.c=$(BUILD)/san/%.o)
	@echo '  LD    $@'
	@$(CC) $(SANITIZE) -o $@ $^ $(LDLIBS)

$(BUILD)/release/%.o: %.c | deps
	@mkdir -p $(@D)
	@echo '  CC    $<'
	@$(CC) $(CPPFLAGS) $(WARN) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/san/%.o: %.c | deps
	@mkdir -p $(@D)
	@echo '  CCSAN $<'
	@$(CC) $(CPPFLAGS) $(WARN) $(SANITIZE) -MMD -MP -c -o $@ $<

# Files that .incbin takes in.
KINDS := release san fuzz
$(KINDS:%=$(BUILD)/%/src/data/embedded.o): src/data/tp6.json src/data/plan.sh \
	src/data/tp6-rubric.json
$(KINDS:%=$(BUILD)/%/render/pdf_text.o): render/fonts/compose.in
$(KINDS:%=$(BUILD)/%/render/fonts.o): $(wildcard render/fonts/*.ttf)

# Unit tests, sanitized.
tests: $(UNIT:%=$(BUILD)/tests/%)

$(BUILD)/tests/test_%: $(BUILD)/san/tests/test_%.o \
	$(LIBRARY:%.c=$(BUILD)/san/%.o)
	@mkdir -p $(@D)
	@echo '  LD    $@'
	@$(CC) $(SANITIZE) -o $@ $^ $(LDLIBS) -lcmocka

$(BUILD)/san/tests/%.o: | deps-check

# libFuzzer targets: tests/fuzz_NAME.c, and tests/fuzz_parse.c of each parser.
$(BUILD)/fuzz/%.o: %.c | deps-check
	@mkdir -p $(@D)
	@echo '  CCFUZ $<'
	@$(CLANG) $(CPPFLAGS) $(WARN) $(FUZZING) -fsanitize=fuzzer-no-link \
		-MMD -MP -c -o $@ $<

$(BUILD)/fuzz/parser_%.o: tests/fuzz_parse.c | deps-check
	@mkdir -p $(@D)
	@$(CLANG) $(CPPFLAGS) $(WARN) $(FUZZING) -fsanitize=fuzzer-no-link \
		-DFUZZ_PARSER=parser_$* -MMD -MP -c -o $@ $<

$(BUILD)/fuzz_parser_%: $(BUILD)/fuzz/parser_%.o $(LIBRARY:%.c=$(BUILD)/fuzz/%.o)
	@echo '  FUZZ  $@'
	@$(CLANG) $(FUZZING) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

$(BUILD)/fuzz_%: $(BUILD)/fuzz/tests/fuzz_%.o $(LIBRARY:%.c=$(BUILD)/fuzz/%.o)
	@echo '  FUZZ  $@'
	@$(CLANG) $(FUZZING) -fsanitize=fuzzer -o $@ $^ $(LDLIBS)

# The main job on the embedded lab.
demo: $(BUILD)/hvlab
	@$(BUILD)/hvlab compare fixtures/lab
	@$(BUILD)/hvlab report fixtures/lab -o $(DEMO_OUT)

# The tests need what is built, and nothing is built before its packages.
check: deps-check
	@$(MAKE) --no-print-directory DEPS=0 all tests $(BUILD)/hvlab-san \
		$(FUZZ)
	@BUILD=$(BUILD) CC="$(CC)" CLANG="$(CLANG)" PARSERS="$(PARSERS)" \
		sh tests/run.sh

$(BUILD)/bench_%: $(BUILD)/release/tests/bench/%.o \
	$(LIBRARY:%.c=$(BUILD)/release/%.o)
	@echo '  LD    $@'
	@$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

bench: deps-bench $(BUILD)/hvlab $(BUILD)/bench_analysis $(BUILD)/bench_pages
	@python3 tests/bench/report.py $(BUILD)/hvlab
	@python3 tests/bench/files.py $(BUILD)/hvlab
	@$(BUILD)/bench_analysis
	@python3 tests/bench/pages.py $(BUILD)/bench_pages
	@python3 tests/bench/grade.py $(BUILD)/hvlab

fuzz: $(FUZZ)
	@BUILD=$(BUILD) PARSERS="$(PARSERS)" FUZZ_RUNS=$(FUZZ_RUNS) \
		sh tests/check_fuzz.sh

# Every complete recording cut at every line: minutes, not seconds.
cut-all: deps-check $(BUILD)/hvlab
	@CUT_ALL=1 python3 tests/cut.py $(BUILD)/hvlab

# Coverage, false winners and false ties by simulation: the long run.
simulate: deps-check
	@$(MAKE) --no-print-directory DEPS=0 $(BUILD)/tests/test_simulation
	@HVLAB_DRAWS=40000 $(BUILD)/tests/test_simulation

# Edited logs told from intact ones: the table, at length.
EDITS ?= 200
integrity: deps-check $(BUILD)/hvlab
	@python3 tests/integrity.py $(BUILD)/hvlab $(EDITS)

lint:
	@sh tests/check_lint.sh && sh tests/check_layers.sh

install: $(BUILD)/hvlab
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(BUILD)/hvlab $(DESTDIR)$(PREFIX)/bin/hvlab

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/hvlab

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
