# The rules that a strategy in C is built by. A Makefile sets NAME, SOURCES and SDK and includes this.
#
#   make          lib/lib$(NAME).so, with the one exported symbol
#   make test     builds and runs test.c together with the sources, without a host

BUILD ?= lib
CFLAGS ?= -O2 -g
TECTRA_CFLAGS := -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -I$(SDK)/PluginABI/include
TECTRA_MAP := $(SDK)/exports.map
TECTRA_HEADERS := $(wildcard $(SDK)/PluginABI/include/tectra/*.h $(SDK)/c/include/tectra/*.h)

$(BUILD)/lib$(NAME).so: $(SOURCES) $(TECTRA_MAP) $(TECTRA_HEADERS)
	@mkdir -p $(BUILD)
	$(CC) $(TECTRA_CFLAGS) $(CFLAGS) -fPIC -fvisibility=hidden -shared \
	    -Wl,--version-script=$(TECTRA_MAP) -Wl,-z,relro,-z,now,--no-undefined -o $@.new $(SOURCES) -lm
	@mv $@.new $@

$(BUILD)/test: test.c $(SOURCES) $(TECTRA_HEADERS)
	@mkdir -p $(BUILD)
	$(CC) $(TECTRA_CFLAGS) -I$(SDK)/c/include $(CFLAGS) -o $@ test.c $(SOURCES) -lm

.PHONY: test clean
test: $(BUILD)/test
	$(BUILD)/test

clean:
	rm -rf $(BUILD)
