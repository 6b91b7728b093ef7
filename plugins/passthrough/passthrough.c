/// The smallest useful strategy: an order for every n-th tick, no opinion.
///
/// Buys at the ask and sells at the bid in turn, immediate-or-cancel, so that its position stays
/// within one order of flat. With `every` = 1 it is the probe that measures tick-to-order latency.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tectra/tectra.h>

enum { QUANTITY_MAX = 1000000 };

/// What can be configured; README.md says what each means.
struct settings {
    int64_t every;
    int64_t quantity;
    char symbol[sizeof(((tectra_instrument *)0)->symbol) + 1];
};

struct passthrough {
    const tectra_host *host;
    struct settings settings;
    uint32_t instrument;     // of settings.symbol, once a tick showed it
    uint8_t next_side;
    int64_t countdown;       // ticks until the next order
    uint64_t orders;
    uint64_t refused;
};

// MARK: - Parameters

/// Takes one parameter over into `settings`. The text of what is wrong with it, or NULL.
static const char *take(struct settings *settings, const tectra_parameter *parameter) {
    if (strcmp(parameter->name, "every") == 0) {
        if (parameter->kind != TECTRA_INTEGER || parameter->integer < 1) return "must be an integer from 1";
        settings->every = parameter->integer;
    } else if (strcmp(parameter->name, "quantity") == 0) {
        if (parameter->kind != TECTRA_INTEGER || parameter->integer < 1 || parameter->integer > QUANTITY_MAX)
            return "must be an integer from 1 to 1000000";
        settings->quantity = parameter->integer;
    } else if (strcmp(parameter->name, "instrument-symbol") == 0) {
        size_t length = strnlen(parameter->text, sizeof parameter->text);
        if (parameter->kind != TECTRA_TEXT || length >= sizeof settings->symbol)
            return "must be a text of at most 16 characters";
        memset(settings->symbol, 0, sizeof settings->symbol);
        memcpy(settings->symbol, parameter->text, length);
    } else {
        return "there is no such parameter; known are every, quantity, instrument-symbol";
    }
    return NULL;
}

/// Takes all of them or, with a text in `error`, none.
static int take_all(struct settings *settings, const tectra_parameter *parameters, uint32_t count, char *error,
                    size_t capacity) {
    struct settings changed = *settings;
    for (uint32_t i = 0; i < count; i++) {
        const char *problem = take(&changed, &parameters[i]);
        if (problem) {
            if (capacity > 0) snprintf(error, capacity, "%.39s: %s", parameters[i].name, problem);
            return 0;
        }
    }
    *settings = changed;
    return 1;
}

static tectra_parameter parameter(const char *name, uint8_t kind) {
    tectra_parameter made = {.header = TECTRA_HEADER(tectra_parameter, TECTRA_PARAMETER), .kind = kind};
    strncpy(made.name, name, sizeof made.name - 1);
    return made;
}

// MARK: - Life

static void *on_init(const tectra_host *host, const tectra_parameter *parameters, uint32_t count, char *error,
                     size_t error_capacity) {
    struct passthrough *self = calloc(1, sizeof *self);
    if (!self) {
        if (error_capacity > 0) snprintf(error, error_capacity, "out of memory");
        return NULL;
    }
    self->host = host;
    self->settings = (struct settings){.every = 1, .quantity = 100};
    self->instrument = TECTRA_ALL_INSTRUMENTS;
    self->next_side = TECTRA_BUY;
    if (!take_all(&self->settings, parameters, count, error, error_capacity)) {
        free(self);
        return NULL;
    }
    self->countdown = self->settings.every;
    return self;
}

static tectra_status on_config_update(void *context, const tectra_parameter *parameters, uint32_t count) {
    struct passthrough *self = context;
    char error[128];
    if (!take_all(&self->settings, parameters, count, error, sizeof error)) {
        self->host->log(self->host->context, TECTRA_LOG_WARNING, error, strlen(error));
        return TECTRA_INVALID;
    }
    self->instrument = TECTRA_ALL_INSTRUMENTS;
    self->countdown = self->settings.every;
    return TECTRA_OK;
}

static uint32_t get_config(void *context, tectra_parameter *parameters, uint32_t capacity) {
    const struct passthrough *self = context;
    if (capacity >= 3) {
        parameters[0] = parameter("every", TECTRA_INTEGER);
        parameters[0].integer = self->settings.every;
        parameters[1] = parameter("quantity", TECTRA_INTEGER);
        parameters[1].integer = self->settings.quantity;
        parameters[2] = parameter("instrument-symbol", TECTRA_TEXT);
        memcpy(parameters[2].text, self->settings.symbol, sizeof self->settings.symbol);
    }
    return 3;
}

static void on_shutdown(void *context) {
    struct passthrough *self = context;
    char text[80];
    int length = snprintf(text, sizeof text, "%llu orders, %llu not taken", (unsigned long long)self->orders,
                          (unsigned long long)self->refused);
    self->host->log(self->host->context, TECTRA_LOG_INFO, text, (size_t)length);
    free(self);
}

// MARK: - The strategy

/// Whether the tick is of the instrument that was asked for.
static int is_wanted(struct passthrough *self, uint32_t instrument) {
    if (self->settings.symbol[0] == 0 || self->instrument == instrument) return 1;
    if (self->instrument != TECTRA_ALL_INSTRUMENTS) return 0;
    tectra_instrument definition;
    if (self->host->instrument(self->host->context, instrument, &definition) != TECTRA_OK) return 0;
    if (strncmp(definition.symbol, self->settings.symbol, sizeof definition.symbol) != 0) return 0;
    self->instrument = instrument;
    return 1;
}

static void on_tick(void *context, const tectra_tick *tick) {
    struct passthrough *self = context;
    if (!is_wanted(self, tick->instrument) || --self->countdown > 0) return;
    int64_t price = self->next_side == TECTRA_BUY ? tick->ask_price : tick->bid_price;
    if (price == TECTRA_PRICE_NONE || (tick->flags & TECTRA_DATA_HALTED)) return; // the next tick will do
    self->countdown = self->settings.every;
    tectra_order_request request = {
        .instrument = tick->instrument,
        .side = self->next_side,
        .type = TECTRA_LIMIT,
        .time_in_force = TECTRA_IOC,
        .price = price,
        .quantity = self->settings.quantity,
    };
    uint64_t client_id;
    if (self->host->submit(self->host->context, &request, &client_id) == TECTRA_OK) {
        self->orders++;
        self->next_side = self->next_side == TECTRA_BUY ? TECTRA_SELL : TECTRA_BUY;
    } else {
        self->refused++;
    }
}

// MARK: - The one symbol

const tectra_strategy_vtable *tectra_strategy_entry(uint32_t host_abi) {
    static const tectra_descriptor descriptor = {
        .struct_size = sizeof descriptor,
        .revision = 1,
        .name = "passthrough",
        .version = "1.0.0",
        .author = "Tectra",
        .wants = TECTRA_WANTS_TICKS,
        .state_schema = 0,
    };
    static const tectra_strategy_vtable table = {
        .struct_size = sizeof table,
        .abi_version = TECTRA_ABI_VERSION,
        .layout = TECTRA_LAYOUT,
        .descriptor = &descriptor,
        .init = on_init,
        .on_tick = on_tick,
        .on_config_update = on_config_update,
        .get_config = get_config,
        .shutdown = on_shutdown,
    };
    return host_abi >> 16 == TECTRA_ABI_MAJOR ? &table : NULL;
}
