/// The two tables of functions, as they were released: a field that moves breaks every plugin.
import PluginABI
import Testing

@Suite struct TableLayoutTests {
    @Test func theCallbacksStayWhereTheyAre() {
        typealias Table = tectra_strategy_vtable
        let offsets: [Int?] = [
            MemoryLayout<Table>.offset(of: \.struct_size), MemoryLayout<Table>.offset(of: \.abi_version),
            MemoryLayout<Table>.offset(of: \.layout), MemoryLayout<Table>.offset(of: \.descriptor),
            MemoryLayout<Table>.offset(of: \.`init`), MemoryLayout<Table>.offset(of: \.start),
            MemoryLayout<Table>.offset(of: \.on_tick), MemoryLayout<Table>.offset(of: \.on_book),
            MemoryLayout<Table>.offset(of: \.on_trade), MemoryLayout<Table>.offset(of: \.on_bar),
            MemoryLayout<Table>.offset(of: \.on_order), MemoryLayout<Table>.offset(of: \.on_fill),
            MemoryLayout<Table>.offset(of: \.on_timer), MemoryLayout<Table>.offset(of: \.on_config_update),
            MemoryLayout<Table>.offset(of: \.on_kill), MemoryLayout<Table>.offset(of: \.get_config),
            MemoryLayout<Table>.offset(of: \.save_state), MemoryLayout<Table>.offset(of: \.load_state),
            MemoryLayout<Table>.offset(of: \.shutdown),
        ]
        #expect(offsets == [0, 4, 8, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128, 136, 144, 152, 160, 168])
        #expect(MemoryLayout<Table>.size >= 176)
    }

    @Test func theServicesStayWhereTheyAre() {
        typealias Table = tectra_host
        let offsets: [Int?] = [
            MemoryLayout<Table>.offset(of: \.struct_size), MemoryLayout<Table>.offset(of: \.revision),
            MemoryLayout<Table>.offset(of: \.context), MemoryLayout<Table>.offset(of: \.submit),
            MemoryLayout<Table>.offset(of: \.modify), MemoryLayout<Table>.offset(of: \.cancel),
            MemoryLayout<Table>.offset(of: \.cancel_all), MemoryLayout<Table>.offset(of: \.emit_signal),
            MemoryLayout<Table>.offset(of: \.set_timer), MemoryLayout<Table>.offset(of: \.position),
            MemoryLayout<Table>.offset(of: \.pnl), MemoryLayout<Table>.offset(of: \.open_orders),
            MemoryLayout<Table>.offset(of: \.book), MemoryLayout<Table>.offset(of: \.instrument),
            MemoryLayout<Table>.offset(of: \.log), MemoryLayout<Table>.offset(of: \.now),
            MemoryLayout<Table>.offset(of: \.random), MemoryLayout<Table>.offset(of: \.extension),
        ]
        #expect(offsets == [0, 4, 8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128])
        #expect(MemoryLayout<Table>.size >= 136)
    }

    @Test func theSmallStructsStayAsTheyAre() {
        #expect(MemoryLayout<tectra_order_request>.size == 24)
        #expect(MemoryLayout<tectra_order_request>.offset(of: \.price) == 8)
        #expect(MemoryLayout<tectra_pnl>.size == 24)
        #expect(MemoryLayout<tectra_descriptor>.offset(of: \.wants) == 32)
        #expect(MemoryLayout<tectra_layout>.size == 40)
    }

    /// What the loader compares is what Swift sees as well.
    @Test func theLayoutReportIsTrue() {
        let layout = tectra_layout_here()
        #expect(Int(layout.tick_size) == MemoryLayout<tectra_tick>.size)
        #expect(Int(layout.tick_bid_price) == MemoryLayout<tectra_tick>.offset(of: \.bid_price))
        #expect(Int(layout.book_asks) == MemoryLayout<tectra_book>.offset(of: \.asks))
        #expect(Int(layout.order_state) == MemoryLayout<tectra_order>.offset(of: \.state))
        #expect(Int(layout.host_submit) == MemoryLayout<tectra_host>.offset(of: \.submit))
        #expect(Int(layout.vtable_size) == MemoryLayout<tectra_strategy_vtable>.size)
        #expect(Int(layout.vtable_init) == MemoryLayout<tectra_strategy_vtable>.offset(of: \.`init`))
    }

    @Test func theVersionIsOneWord() {
        #expect(TECTRA_ABI_MAJOR == 1)
        #expect(TECTRA_ABI_MINOR >= 0)
    }
}
