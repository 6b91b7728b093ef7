/// my-strategy: follows the pressure. Long while buyers outweigh sellers at the top of the book, short
/// while sellers outweigh buyers, flat in between; one immediate-or-cancel order at a time.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tectra/tectra.h>

enum { INSTRUMENTS = 65536, QUANTITY_MAX = 1000000, STATE_SCHEMA = 1 };

/// What can be configured; README.md says what each means.
struct settings {
    double threshold;
    int64_t quantity;
};

/// What is known about one instrument.
struct market {
    int64_t position;
    int64_t target;
    uint64_t working;        // client id of the order on its way, or 0
    uint8_t is_known;
};

struct strategy {
    const tectra_host *host;
    struct settings settings;
    uint64_t ticks;          // all of them; the state that a successor takes over
    struct market markets[INSTRUMENTS];
};

// MARK: - Parameters

/// Takes one parameter over into `settings`. The text of what is wrong with it, or NULL.
static const char *take(struct settings *settings, const tectra_parameter *parameter) {
    if (strcmp(parameter->name, "threshold") == 0) {
        double value = parameter->kind == TECTRA_INTEGER ? (double)parameter->integer : parameter->number;
        if (parameter->kind == TECTRA_TEXT || !(value >= 0.01 && value <= 1)) return "must be a number from 0.01 to 1";
        settings->threshold = value;
    } else if (strcmp(parameter->name, "quantity") == 0) {
        if (parameter->kind != TECTRA_INTEGER || parameter->integer < 1 || parameter->integer > QUANTITY_MAX)
            return "must be an integer from 1 to 1000000";
        settings->quantity = parameter->integer;
    } else {
        return "there is no such parameter; known are threshold, quantity";
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

static tectra_status on_config_update(void *context, const tectra_parameter *parameters, uint32_t count) {
    struct strategy *self = context;
    char error[128];
    if (take_all(&self->settings, parameters, count, error, sizeof error)) return TECTRA_OK;
    self->host->log(self->host->context, TECTRA_LOG_WARNING, error, strlen(error));
    return TECTRA_INVALID;
}

static uint32_t get_config(void *context, tectra_parameter *parameters, uint32_t capacity) {
    const struct strategy *self = context;
    if (capacity >= 2) {
        parameters[0] = parameter("threshold", TECTRA_NUMBER);
        parameters[0].number = self->settings.threshold;
        parameters[1] = parameter("quantity", TECTRA_INTEGER);
        parameters[1].integer = self->settings.quantity;
    }
    return 2;
}

// MARK: - Life and state

static void *on_init(const tectra_host *host, const tectra_parameter *parameters, uint32_t count, char *error,
                     size_t error_capacity) {
    // Zeros that the system maps page by page, as they are used.
    struct strategy *self = calloc(1, sizeof *self);
    if (!self) {
        if (error_capacity > 0) snprintf(error, error_capacity, "out of memory");
        return NULL;
    }
    self->host = host;
    self->settings = (struct settings){.threshold = 0.6, .quantity = 100};
    if (!take_all(&self->settings, parameters, count, error, error_capacity)) {
        free(self);
        return NULL;
    }
    return self;
}

static void on_shutdown(void *context) {
    free(context);
}

static size_t save_state(void *context, uint8_t *bytes, size_t capacity) {
    const struct strategy *self = context;
    if (capacity >= sizeof self->ticks) memcpy(bytes, &self->ticks, sizeof self->ticks);
    return sizeof self->ticks;
}

/// A state may come from anywhere: what does not fit is refused, never guessed.
static tectra_status load_state(void *context, const uint8_t *bytes, size_t length, uint32_t schema) {
    struct strategy *self = context;
    if (schema != STATE_SCHEMA || length != sizeof self->ticks) return TECTRA_INVALID;
    memcpy(&self->ticks, bytes, sizeof self->ticks);
    return TECTRA_OK;
}

// MARK: - The strategy

/// What is known about an instrument; the host is asked once what it already holds.
static struct market *market(struct strategy *self, uint32_t instrument) {
    struct market *known = &self->markets[instrument % INSTRUMENTS];
    if (!known->is_known) {
        tectra_position held;
        known->is_known = 1;
        if (self->host->position(self->host->context, instrument, &held) == TECTRA_OK) known->position = held.quantity;
        known->target = known->position;
    }
    return known;
}

static void on_tick(void *context, const tectra_tick *tick) {
    struct strategy *self = context;
    self->ticks++;
    if (tick->bid_price == TECTRA_PRICE_NONE || tick->ask_price == TECTRA_PRICE_NONE || tick->flags) return;
    double bid = (double)tick->bid_quantity, ask = (double)tick->ask_quantity;
    if (!(bid + ask > 0)) return;
    double imbalance = (bid - ask) / (bid + ask);
    struct market *known = market(self, tick->instrument);
    known->target = imbalance >= self->settings.threshold    ? self->settings.quantity
                      : imbalance <= -self->settings.threshold ? -self->settings.quantity
                                                               : 0;
    int64_t missing = known->target - known->position;
    if (missing == 0 || known->working) return;
    tectra_order_request request = {
        .instrument = tick->instrument,
        .side = missing > 0 ? TECTRA_BUY : TECTRA_SELL,
        .type = TECTRA_LIMIT,
        .time_in_force = TECTRA_IOC,
        .price = missing > 0 ? tick->ask_price : tick->bid_price,
        .quantity = missing > 0 ? missing : -missing,
    };
    // Refused means no room or not running: the next tick asks again.
    if (self->host->submit(self->host->context, &request, &known->working) != TECTRA_OK) known->working = 0;
}

static void on_fill(void *context, const tectra_fill *fill) {
    market(context, fill->instrument)->position += fill->side == TECTRA_BUY ? fill->quantity : -fill->quantity;
}

static void on_order(void *context, const tectra_order *order) {
    struct market *known = market(context, order->instrument);
    if (order->client_id == known->working && order->state >= TECTRA_ORDER_FILLED) known->working = 0;
}

// MARK: - The one symbol

const tectra_strategy_vtable *tectra_strategy_entry(uint32_t host_abi) {
    static const tectra_descriptor descriptor = {
        .struct_size = sizeof descriptor,
        .revision = 1,
        .name = "my-strategy",
        .version = "1.0.0",
        .author = "Jane Doe",
        .wants = TECTRA_WANTS_TICKS,
        .state_schema = STATE_SCHEMA,
    };
    // Callbacks that are not named are NULL and never called.
    static const tectra_strategy_vtable table = {
        .struct_size = sizeof table,
        .abi_version = TECTRA_ABI_VERSION,
        .layout = TECTRA_LAYOUT,
        .descriptor = &descriptor,
        .init = on_init,
        .on_tick = on_tick,
        .on_order = on_order,
        .on_fill = on_fill,
        .on_config_update = on_config_update,
        .get_config = get_config,
        .save_state = save_state,
        .load_state = load_state,
        .shutdown = on_shutdown,
    };
    int is_known = host_abi >> 16 == TECTRA_ABI_MAJOR && host_abi >= TECTRA_ABI_VERSION;
    return is_known ? &table : NULL;
}
