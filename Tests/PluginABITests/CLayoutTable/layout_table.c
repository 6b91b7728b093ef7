/// What the compiler made of the records: offset, size and kind of every field, for the test that
/// holds them against the SBE schema. A field that is forgotten here leaves a hole, and the test
/// finds holes.
#include "layout_table.h"

#include <stddef.h>
#include <tectra/journal.h>
#include <tectra/tectra.h>

#define KIND(value)                                                                                \
    _Generic((value), uint8_t: "uint8", uint16_t: "uint16", uint32_t: "uint32", uint64_t: "uint64", \
        int32_t: "int32", int64_t: "int64", double: "double", char: "char")

#define SIZED(name, kind, count)                                                                   \
    {#name, kind, offsetof(RECORD, name), sizeof(((RECORD *)0)->name), (count)}
#define FIELD(name) SIZED(name, KIND(((RECORD *)0)->name), 1)
#define ARRAY(name)                                                                                \
    SIZED(name, KIND(((RECORD *)0)->name[0]), sizeof(((RECORD *)0)->name) / sizeof(((RECORD *)0)->name[0]))
#define LEVEL(name, index)                                                                         \
    {#name #index, "Level", offsetof(RECORD, name[index]), sizeof(tectra_level), 1}
#define END {0}

#define RECORD tectra_tick
static const layout_field tectra_tick_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(instrument), FIELD(flags), FIELD(bid_price),
    FIELD(ask_price), FIELD(bid_quantity), FIELD(ask_quantity), END};
#undef RECORD

#define RECORD tectra_trade
static const layout_field tectra_trade_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(instrument), FIELD(flags), FIELD(price), FIELD(quantity),
    FIELD(match_id), FIELD(aggressor), ARRAY(reserved), END};
#undef RECORD

#define RECORD tectra_book
static const layout_field tectra_book_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(instrument), FIELD(flags), LEVEL(bids, 0), LEVEL(bids, 1),
    LEVEL(bids, 2), LEVEL(bids, 3), LEVEL(bids, 4), LEVEL(bids, 5), LEVEL(bids, 6), LEVEL(bids, 7),
    LEVEL(bids, 8), LEVEL(bids, 9), LEVEL(asks, 0), LEVEL(asks, 1), LEVEL(asks, 2), LEVEL(asks, 3),
    LEVEL(asks, 4), LEVEL(asks, 5), LEVEL(asks, 6), LEVEL(asks, 7), LEVEL(asks, 8), LEVEL(asks, 9),
    END};
#undef RECORD

#define RECORD tectra_bar
static const layout_field tectra_bar_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(instrument), FIELD(flags), FIELD(open), FIELD(high),
    FIELD(low), FIELD(close), FIELD(volume), FIELD(vwap), FIELD(interval), FIELD(trades),
    FIELD(kind), ARRAY(reserved), END};
#undef RECORD

#define RECORD tectra_instrument
static const layout_field tectra_instrument_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(instrument), FIELD(flags), ARRAY(symbol), FIELD(tick_size),
    FIELD(lot_size), END};
#undef RECORD

#define RECORD tectra_feed_state
static const layout_field tectra_feed_state_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(instrument), FIELD(flags), FIELD(first), FIELD(lost),
    FIELD(lost_in_all), FIELD(reserved), END};
#undef RECORD

#define RECORD tectra_market_status
static const layout_field tectra_market_status_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(instrument), FIELD(flags), FIELD(kind), FIELD(state),
    FIELD(venue_halted), FIELD(short_sale), FIELD(market_wide), FIELD(direction), FIELD(cross),
    FIELD(variation), ARRAY(reason), FIELD(collar_extensions), FIELD(paired), FIELD(imbalance),
    FIELD(reference_price), FIELD(near_price), FIELD(far_price), FIELD(collar_reference),
    FIELD(collar_lower), FIELD(collar_upper), FIELD(cross_price), FIELD(cross_quantity), END};
#undef RECORD

#define RECORD tectra_feed_event
static const layout_field tectra_feed_event_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(first), FIELD(end), FIELD(lost), FIELD(event),
    FIELD(degraded), ARRAY(reserved), ARRAY(session), END};
#undef RECORD

#define RECORD tectra_order
static const layout_field tectra_order_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(order_id), FIELD(client_id), FIELD(instrument),
    FIELD(state), FIELD(side), FIELD(type), FIELD(time_in_force), FIELD(price), FIELD(quantity),
    FIELD(filled), FIELD(average_price), FIELD(reason), FIELD(flags), ARRAY(reserved),
    FIELD(limit), FIELD(observed), END};
#undef RECORD

#define RECORD tectra_fill
static const layout_field tectra_fill_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(order_id), FIELD(client_id), FIELD(fill_id),
    FIELD(instrument), FIELD(side), FIELD(liquidity), FIELD(data_flags), FIELD(price),
    FIELD(quantity), FIELD(remaining), FIELD(fee), END};
#undef RECORD

#define RECORD tectra_position
static const layout_field tectra_position_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(instrument), FIELD(reserved), FIELD(quantity),
    FIELD(average_price), FIELD(realized), FIELD(unrealized), FIELD(fees), END};
#undef RECORD

#define RECORD tectra_timer
static const layout_field tectra_timer_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(timer_id), FIELD(due), END};
#undef RECORD

#define RECORD tectra_parameter
static const layout_field tectra_parameter_fields[] = {
    FIELD(sequence), FIELD(time), ARRAY(name), FIELD(kind), ARRAY(reserved), FIELD(integer),
    FIELD(number), ARRAY(text), END};
#undef RECORD

#define RECORD tectra_command
static const layout_field tectra_command_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(command), ARRAY(reserved), FIELD(value), END};
#undef RECORD

#define RECORD tectra_kill
static const layout_field tectra_kill_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(scope), ARRAY(reserved), ARRAY(text), END};
#undef RECORD

#define RECORD tectra_state
static const layout_field tectra_state_fields[] = {
    FIELD(sequence), FIELD(cause), FIELD(offset), FIELD(total), FIELD(length), FIELD(schema),
    ARRAY(bytes), END};
#undef RECORD

#define RECORD tectra_submit
static const layout_field tectra_submit_fields[] = {
    FIELD(sequence), FIELD(cause), FIELD(client_id), FIELD(instrument), FIELD(side), FIELD(type),
    FIELD(time_in_force), FIELD(flags), FIELD(price), FIELD(quantity), END};
#undef RECORD

#define RECORD tectra_modify
static const layout_field tectra_modify_fields[] = {
    FIELD(sequence), FIELD(cause), FIELD(client_id), FIELD(price), FIELD(quantity), END};
#undef RECORD

#define RECORD tectra_cancel
static const layout_field tectra_cancel_fields[] = {
    FIELD(sequence), FIELD(cause), FIELD(client_id), END};
#undef RECORD

#define RECORD tectra_cancel_all
static const layout_field tectra_cancel_all_fields[] = {
    FIELD(sequence), FIELD(cause), FIELD(instrument), FIELD(reserved), END};
#undef RECORD

#define RECORD tectra_signal
static const layout_field tectra_signal_fields[] = {
    FIELD(sequence), FIELD(cause), FIELD(timestamp), FIELD(instrument), FIELD(type),
    ARRAY(reserved), FIELD(confidence), ARRAY(metadata), END};
#undef RECORD

#define RECORD tectra_log
static const layout_field tectra_log_fields[] = {
    FIELD(sequence), FIELD(cause), FIELD(level), ARRAY(reserved), FIELD(length), ARRAY(text), END};
#undef RECORD

#define RECORD tectra_set_timer
static const layout_field tectra_set_timer_fields[] = {
    FIELD(sequence), FIELD(cause), FIELD(timer_id), FIELD(due), END};
#undef RECORD

#define RECORD tectra_lapped
static const layout_field tectra_lapped_fields[] = {
    FIELD(sequence), FIELD(cause), FIELD(last_seen), FIELD(resumed_at), END};
#undef RECORD

#define RECORD tectra_feed_message
static const layout_field tectra_feed_message_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(source), FIELD(reserved), FIELD(length), ARRAY(bytes), END};
#undef RECORD

#define RECORD tectra_clock
static const layout_field tectra_clock_fields[] = {
    FIELD(sequence), FIELD(time), END};
#undef RECORD

#define RECORD tectra_session
static const layout_field tectra_session_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(seed), FIELD(instruments_max), FIELD(orders_max),
    FIELD(own_orders_max), FIELD(strategies_max), FIELD(depth_interval), FIELD(bar_interval),
    ARRAY(build), END};
#undef RECORD

#define RECORD tectra_fees
static const layout_field tectra_fees_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(maker), FIELD(taker), END};
#undef RECORD

#define RECORD tectra_configured
static const layout_field tectra_configured_fields[] = {
    FIELD(sequence), FIELD(cause), FIELD(status), FIELD(parameters), END};
#undef RECORD

#define RECORD tectra_parameter_change
static const layout_field tectra_parameter_change_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(strategy), FIELD(kind), ARRAY(reserved), ARRAY(name), FIELD(integer),
    FIELD(number), ARRAY(text), END};
#undef RECORD

#define RECORD tectra_configure
static const layout_field tectra_configure_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(strategy), ARRAY(reserved), FIELD(rows), ARRAY(operator_name), END};
#undef RECORD

#define RECORD tectra_publish_symbols
static const layout_field tectra_publish_symbols_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(count), ARRAY(reserved), ARRAY(symbols), END};
#undef RECORD

#define RECORD tectra_publish
static const layout_field tectra_publish_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(everything), ARRAY(reserved), FIELD(symbols), ARRAY(operator_name), END};
#undef RECORD

#define RECORD tectra_depth_cadence
static const layout_field tectra_depth_cadence_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(interval), ARRAY(operator_name), END};
#undef RECORD

#define RECORD tectra_bar_sizes
static const layout_field tectra_bar_sizes_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(ticks), FIELD(volume), FIELD(notional), END};
#undef RECORD

#define RECORD tectra_deploy
static const layout_field tectra_deploy_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(strategy), FIELD(tier), FIELD(dry_run), FIELD(wants),
    FIELD(process), FIELD(seed), ARRAY(name), ARRAY(version), ARRAY(library_sha256),
    ARRAY(filter_sha256), END};
#undef RECORD

#define RECORD tectra_subscribe
static const layout_field tectra_subscribe_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(strategy), ARRAY(reserved), ARRAY(symbol), END};
#undef RECORD

#define RECORD tectra_strategy_command
static const layout_field tectra_strategy_command_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(strategy), FIELD(command), ARRAY(reserved),
    ARRAY(operator_name), END};
#undef RECORD

#define RECORD tectra_limits
static const layout_field tectra_limits_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(version), FIELD(strategy), FIELD(dry_run), ARRAY(reserved),
    FIELD(band_bps), FIELD(order_quantity_max), FIELD(order_notional_max), FIELD(position_max),
    FIELD(credit_max), FIELD(orders_per_second), FIELD(orders_burst), END};
#undef RECORD

#define RECORD tectra_limits_commit
static const layout_field tectra_limits_commit_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(version), FIELD(rows), FIELD(reserved), END};
#undef RECORD

#define RECORD tectra_kill_switch
static const layout_field tectra_kill_switch_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(strategy), FIELD(engaged), ARRAY(reserved),
    ARRAY(operator_name), ARRAY(text), END};
#undef RECORD

#define RECORD tectra_worker_lost
static const layout_field tectra_worker_lost_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(strategy), FIELD(cause), FIELD(signal), FIELD(keeps_orders),
    FIELD(detail), ARRAY(text), END};
#undef RECORD

#define RECORD tectra_verdict
static const layout_field tectra_verdict_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(order_id), FIELD(client_id), FIELD(limits_version),
    FIELD(instrument), FIELD(accepted), FIELD(side), FIELD(rule), FIELD(price), FIELD(quantity),
    FIELD(limit), FIELD(observed), FIELD(headroom), FIELD(dry_run), FIELD(tier), ARRAY(reserved),
    FIELD(data_flags), FIELD(filter), END};
#undef RECORD

#define RECORD tectra_strategy_state
static const layout_field tectra_strategy_state_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(strategy), FIELD(from), FIELD(to), FIELD(cause),
    FIELD(open_orders_cancelled), ARRAY(text), END};
#undef RECORD

#define RECORD tectra_kill_state
static const layout_field tectra_kill_state_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(strategy), FIELD(engaged), ARRAY(reserved),
    FIELD(orders_cancelled), ARRAY(text), END};
#undef RECORD

#define RECORD tectra_stamp
static const layout_field tectra_stamp_fields[] = {
    FIELD(sequence), FIELD(published), END};
#undef RECORD

#define RECORD tectra_promote
static const layout_field tectra_promote_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(strategy), FIELD(tier), FIELD(wants), FIELD(reserved), FIELD(process),
    FIELD(cut), FIELD(equal), FIELD(different), ARRAY(version), ARRAY(library_sha256), ARRAY(filter_sha256),
    ARRAY(operator_name), FIELD(state_cut), END};
#undef RECORD

#define RECORD tectra_deny
static const layout_field tectra_deny_fields[] = {
    FIELD(sequence), FIELD(time), FIELD(strategy), ARRAY(reserved), FIELD(client_id), END};
#undef RECORD

#define RECORD tectra_shadow_difference
static const layout_field tectra_shadow_difference_fields[] = {
    FIELD(sequence), FIELD(strategy), FIELD(kind), FIELD(template_id), FIELD(shadow_template_id), ARRAY(reserved),
    FIELD(client_id), FIELD(price), FIELD(quantity), FIELD(shadow_client_id), FIELD(shadow_price),
    FIELD(shadow_quantity), END};
#undef RECORD

#define TYPE(type, id) {#type, id, sizeof(type), type##_fields}

static const layout_record records[] = {
    TYPE(tectra_tick, TECTRA_TICK),
    TYPE(tectra_trade, TECTRA_TRADE),
    TYPE(tectra_book, TECTRA_BOOK),
    TYPE(tectra_bar, TECTRA_BAR),
    TYPE(tectra_instrument, TECTRA_INSTRUMENT),
    TYPE(tectra_feed_state, TECTRA_FEED_STATE),
    TYPE(tectra_market_status, TECTRA_MARKET_STATUS),
    TYPE(tectra_order, TECTRA_ORDER),
    TYPE(tectra_fill, TECTRA_FILL),
    TYPE(tectra_position, TECTRA_POSITION),
    TYPE(tectra_timer, TECTRA_TIMER),
    TYPE(tectra_parameter, TECTRA_PARAMETER),
    TYPE(tectra_command, TECTRA_COMMAND),
    TYPE(tectra_kill, TECTRA_KILL),
    TYPE(tectra_state, TECTRA_STATE_IN),
    TYPE(tectra_state, TECTRA_STATE_OUT),
    TYPE(tectra_submit, TECTRA_SUBMIT),
    TYPE(tectra_modify, TECTRA_MODIFY),
    TYPE(tectra_cancel, TECTRA_CANCEL),
    TYPE(tectra_cancel_all, TECTRA_CANCEL_ALL),
    TYPE(tectra_signal, TECTRA_SIGNAL),
    TYPE(tectra_log, TECTRA_LOG),
    TYPE(tectra_set_timer, TECTRA_SET_TIMER),
    TYPE(tectra_lapped, TECTRA_LAPPED),
    TYPE(tectra_configured, TECTRA_CONFIGURED),
    TYPE(tectra_feed_message, TECTRA_FEED_MESSAGE),
    TYPE(tectra_clock, TECTRA_CLOCK),
    TYPE(tectra_session, TECTRA_SESSION),
    TYPE(tectra_fees, TECTRA_FEES),
    TYPE(tectra_bar_sizes, TECTRA_BAR_SIZES),
    TYPE(tectra_parameter_change, TECTRA_PARAMETER_CHANGE),
    TYPE(tectra_configure, TECTRA_CONFIGURE),
    TYPE(tectra_publish_symbols, TECTRA_PUBLISH_SYMBOLS),
    TYPE(tectra_publish, TECTRA_PUBLISH),
    TYPE(tectra_depth_cadence, TECTRA_DEPTH_CADENCE),
    TYPE(tectra_feed_event, TECTRA_FEED_EVENT),
    TYPE(tectra_deploy, TECTRA_DEPLOY),
    TYPE(tectra_subscribe, TECTRA_SUBSCRIBE),
    TYPE(tectra_strategy_command, TECTRA_STRATEGY_COMMAND),
    TYPE(tectra_limits, TECTRA_LIMITS),
    TYPE(tectra_limits_commit, TECTRA_LIMITS_COMMIT),
    TYPE(tectra_kill_switch, TECTRA_KILL_SWITCH),
    TYPE(tectra_worker_lost, TECTRA_WORKER_LOST),
    TYPE(tectra_promote, TECTRA_PROMOTE),
    TYPE(tectra_deny, TECTRA_DENY),
    TYPE(tectra_verdict, TECTRA_VERDICT),
    TYPE(tectra_strategy_state, TECTRA_STRATEGY_STATE),
    TYPE(tectra_kill_state, TECTRA_KILL_STATE),
    TYPE(tectra_stamp, TECTRA_STAMP),
    TYPE(tectra_shadow_difference, TECTRA_SHADOW_DIFFERENCE),
};

const layout_record *layout_records(size_t *count) {
    *count = sizeof records / sizeof records[0];
    return records;
}

// What a library and a host hand each other that is no record: tables, and what they point to.

#define PART(name)                                                                                 \
    {#name, _Generic(((RECORD *)0)->name, uint8_t: "uint8", uint16_t: "uint16", uint32_t: "uint32",  \
        int64_t: "int64", tectra_layout: "tectra_layout", default: "pointer"),                        \
        offsetof(RECORD, name), sizeof(((RECORD *)0)->name), 1}

#define RECORD tectra_header
static const layout_field tectra_header_fields[] = {
    PART(block_length), PART(template_id), PART(schema_id), PART(version), END};
#undef RECORD

#define RECORD tectra_level
static const layout_field tectra_level_fields[] = {PART(price), PART(quantity), PART(orders), PART(reserved), END};
#undef RECORD

#define RECORD tectra_order_request
static const layout_field tectra_order_request_fields[] = {
    PART(instrument), PART(side), PART(type), PART(time_in_force), PART(flags), PART(price), PART(quantity), END};
#undef RECORD

#define RECORD tectra_pnl
static const layout_field tectra_pnl_fields[] = {PART(realized), PART(unrealized), PART(fees), END};
#undef RECORD

#define RECORD tectra_host
static const layout_field tectra_host_fields[] = {
    PART(struct_size), PART(revision), PART(context), PART(submit), PART(modify), PART(cancel), PART(cancel_all),
    PART(emit_signal), PART(set_timer), PART(position), PART(pnl), PART(open_orders), PART(book), PART(instrument),
    PART(log), PART(now), PART(random), PART(extension), END};
#undef RECORD

#define RECORD tectra_descriptor
static const layout_field tectra_descriptor_fields[] = {
    PART(struct_size), PART(revision), PART(name), PART(version), PART(author), PART(wants), PART(state_schema), END};
#undef RECORD

#define RECORD tectra_layout
static const layout_field tectra_layout_fields[] = {
    PART(tick_size), PART(tick_bid_price), PART(trade_size), PART(trade_price), PART(book_size), PART(book_asks),
    PART(bar_size), PART(bar_close), PART(order_size), PART(order_state), PART(fill_size), PART(fill_price),
    PART(position_size), PART(position_quantity), PART(parameter_size), PART(parameter_number), PART(host_size),
    PART(host_submit), PART(vtable_size), PART(vtable_init), END};
#undef RECORD

#define RECORD tectra_strategy_vtable
static const layout_field tectra_strategy_vtable_fields[] = {
    PART(struct_size), PART(abi_version), PART(layout), PART(descriptor), PART(init), PART(start), PART(on_tick),
    PART(on_book), PART(on_trade), PART(on_bar), PART(on_order), PART(on_fill), PART(on_timer),
    PART(on_config_update), PART(on_kill), PART(get_config), PART(save_state), PART(load_state), PART(shutdown),
    PART(on_feed_state), PART(on_status), END};
#undef RECORD

static const layout_record tables[] = {
    TYPE(tectra_header, 0), TYPE(tectra_level, 0), TYPE(tectra_order_request, 0), TYPE(tectra_pnl, 0),
    TYPE(tectra_host, 0), TYPE(tectra_descriptor, 0), TYPE(tectra_layout, 0), TYPE(tectra_strategy_vtable, 0),
};

const layout_record *layout_tables(size_t *count) {
    *count = sizeof tables / sizeof tables[0];
    return tables;
}
