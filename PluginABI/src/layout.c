// Proofs of the layout: every build of the contract checks that the structs are the SBE blocks.
#include <tectra/journal.h>
#include <tectra/tectra.h>

#define SIZE(type, size) _Static_assert(sizeof(type) == (size), #type " has another size")

SIZE(tectra_header, 8);
SIZE(tectra_tick, 64);
SIZE(tectra_trade, 64);
SIZE(tectra_book, 512);
SIZE(tectra_bar, 96);
SIZE(tectra_instrument, 64);
SIZE(tectra_feed_state, 64);
SIZE(tectra_market_status, 128);
SIZE(tectra_order, 104);
SIZE(tectra_fill, 88);
SIZE(tectra_position, 72);
SIZE(tectra_timer, 40);
SIZE(tectra_parameter, 152);
SIZE(tectra_command, 40);
SIZE(tectra_kill, 96);
SIZE(tectra_state, 232);
SIZE(tectra_submit, 56);
SIZE(tectra_modify, 48);
SIZE(tectra_cancel, 32);
SIZE(tectra_cancel_all, 32);
SIZE(tectra_signal, 112);
SIZE(tectra_log, 240);
SIZE(tectra_set_timer, 40);
SIZE(tectra_lapped, 40);
SIZE(tectra_configured, 32);
SIZE(tectra_frame, 24);
SIZE(tectra_feed_message, 80);
SIZE(tectra_clock, 24);
SIZE(tectra_session, 128);
SIZE(tectra_fees, 40);
SIZE(tectra_bar_sizes, 48);
SIZE(tectra_parameter_change, 152);
SIZE(tectra_configure, 72);
SIZE(tectra_publish_symbols, 160);
SIZE(tectra_publish, 72);
SIZE(tectra_depth_cadence, 72);
SIZE(tectra_feed_event, 72);
SIZE(tectra_deploy, 168);
SIZE(tectra_subscribe, 48);
SIZE(tectra_strategy_command, 72);
SIZE(tectra_limits, 80);
SIZE(tectra_limits_commit, 40);
SIZE(tectra_kill_switch, 136);
SIZE(tectra_worker_lost, 96);
SIZE(tectra_promote, 192);
SIZE(tectra_deny, 40);
SIZE(tectra_verdict, 112);
SIZE(tectra_strategy_state, 96);
SIZE(tectra_kill_state, 96);
SIZE(tectra_stamp, 24);
SIZE(tectra_shadow_difference, 72);

_Static_assert(sizeof(tectra_log) <= TECTRA_REQUEST_SIZE_MAX, "a request is larger than a slot");
_Static_assert(sizeof(tectra_state) <= TECTRA_REQUEST_SIZE_MAX, "a request is larger than a slot");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "records are little-endian");
