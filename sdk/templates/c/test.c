/// The strategy on a bench: no host, no worker, only ticks in and orders out.
#include <tectra/testkit.h>

static bench b;

static void open_with(double threshold) {
    tectra_parameter parameters[] = {bench_number("threshold", threshold)};
    CHECK(bench_open(&b, tectra_strategy_entry(TECTRA_ABI_VERSION), parameters, 1));
}

static void buys_under_buying_pressure(void) {
    open_with(0.5);
    uint32_t apple = bench_instrument(&b, "AAPL");
    bench_tick(&b, apple, 10.00, 100, 10.02, 100);
    CHECK(b.order_count == 0);
    bench_tick(&b, apple, 10.00, 900, 10.02, 100);
    CHECK(b.order_count == 1);
    CHECK(b.orders[0].request.side == TECTRA_BUY && b.orders[0].request.price == bench_price(10.02));
    bench_tick(&b, apple, 10.01, 900, 10.03, 100);
    CHECK(b.order_count == 1); // one order at a time
    bench_fill(&b, 0, 100);
    bench_tick(&b, apple, 10.00, 100, 10.02, 900);
    CHECK(b.order_count == 2);
    CHECK(b.orders[1].request.side == TECTRA_SELL && b.orders[1].request.quantity == 200);
    bench_close(&b);
}

static void leaves_a_one_sided_market_alone(void) {
    open_with(0.5);
    uint32_t apple = bench_instrument(&b, "AAPL");
    bench_tick(&b, apple, NAN, 0, 10.02, 900);
    CHECK(b.order_count == 0);
    bench_close(&b);
}

static void refuses_parameters_that_it_does_not_know(void) {
    tectra_parameter unknown[] = {bench_integer("treshold", 1)};
    CHECK(!bench_open(&b, tectra_strategy_entry(TECTRA_ABI_VERSION), unknown, 1));
    CHECK(strstr(b.error, "there is no such parameter") != NULL);
    open_with(0.5);
    tectra_parameter wrong[] = {bench_number("threshold", 7)};
    CHECK(bench_configure(&b, wrong, 1) == TECTRA_INVALID);
    bench_close(&b);
}

static void refuses_a_host_of_another_major_version(void) {
    CHECK(tectra_strategy_entry(TECTRA_ABI_VERSION + (1 << 16)) == NULL);
}

int main(void) {
    buys_under_buying_pressure();
    leaves_a_one_sided_market_alone();
    refuses_parameters_that_it_does_not_know();
    refuses_a_host_of_another_major_version();
    return bench_result();
}
