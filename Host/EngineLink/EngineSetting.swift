/// The keys of `engine.conf`: one table that reading, writing and "did you mean" share.
internal import FeedTransport

/// One key: how its value is written and read. `read` returns what was wrong, or nil.
struct EngineSetting: Sendable {
    let key: String
    let write: @Sendable (EngineConfiguration) -> String
    let read: @Sendable (inout EngineConfiguration, String) -> String?

    static let all: [EngineSetting] =
        [
            text("directory", \.directory),
            choice("mode", \.mode),
            number("session", \.session, 0...Int64.max),
            number("seed", \.seed, 0...UInt64.max),
            text("feed-file", \.feedFile),
            text("feed-capture", \.feed.capture),
            endpoint("feed-line-a", \.feed.lineA),
            endpoint("feed-line-b", \.feed.lineB),
            endpoint("feed-request-server", \.feed.requestServer),
            number("feed-interface", \.feed.interface, 0...UInt32.max),
            number("feed-request-attempts", \.feed.requestAttempts, 1...1_000_000),
            number("feed-reorder-wait", \.feed.reorderWait, 0...60_000_000_000),
            number("feed-silence", \.feed.silence, 1_000_000...3_600_000_000_000),
            number("feed-processor", \.feed.processor, EngineConfiguration.processors),
            symbols("feed-symbols", \.feed.symbols),
            speed("feed-speed", \.feedSpeed),
            choice("feed-start", \.feedStart),
            text("worker-program", \.workerProgram),
            number("worker-user", \.workerUser, 1...UInt32.max - 1),
            number("worker-memory", \.workerMemory, (1 << 24)...(1 << 40)),
            number("worker-processor-percent", \.workerProcessorPercent, 0...100),
            number(
                "worker-requests-per-second", \.workerRequestsPerSecond,
                0...EngineConfiguration.requestsPerSecond.upperBound),
            number("worker-load-ms", \.workerLoadMilliseconds, 10...600_000),
            number("engine-processor", \.engineProcessor, EngineConfiguration.processors),
            number("supervisor-processor", \.supervisorProcessor, EngineConfiguration.processors),
            number("worker-processor", \.workerProcessor, EngineConfiguration.processors),
            choice("wait", \.wait),
            choice("worker-wait", \.workerWait),
            powerOfTwo("market-ring-cells", \.marketRingCells, 1024...(1 << 26)),
            powerOfTwo("private-ring-cells", \.privateRingCells, 64...(1 << 22)),
            powerOfTwo("order-ring-slots", \.orderRingSlots, 16...(1 << 20)),
            number("instruments-max", \.instrumentsMax, 1...65_536),
            number("orders-max", \.ordersMax, 1...(1 << 28)),
            number("own-orders-max", \.ownOrdersMax, 16...(1 << 26)),
            number("depth-interval", \.depthInterval, 0...86_400_000_000_000),
            number("bar-interval", \.barInterval, 0...86_400_000_000_000),
            number("bar-ticks", \.barTicks, 0...1_000_000_000),
            number("bar-volume", \.barVolume, 0...1_000_000_000_000),
            number("bar-notional", \.barNotional, 0...Int64.max),
            number("maker-fee", \.makerFee, -1_000_000_000_000...1_000_000_000_000),
            number("taker-fee", \.takerFee, -1_000_000_000_000...1_000_000_000_000),
            pages("journal-segment", \.journalSegment, (1 << 16)...(1 << 34)),
            number("journal-sync-ms", \.journalSyncMilliseconds, 0...3_600_000),
            number("snapshot-ms", \.snapshotMilliseconds, 0...86_400_000),
            text("warm-start", \.warmStart),
        ]

    private typealias Path<Value> = any WritableKeyPath<EngineConfiguration, Value> & Sendable

    private static func text(_ key: String, _ path: Path<String>) -> EngineSetting {
        EngineSetting(key: key, write: { $0[keyPath: path] }) { configuration, text in
            configuration[keyPath: path] = text
            return nil
        }
    }

    private static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
        _ key: String, _ path: Path<Value>
    ) -> EngineSetting {
        EngineSetting(key: key, write: { $0[keyPath: path].rawValue }) { configuration, text in
            guard let value = Value(rawValue: text) else {
                let names = Value.allCases.map(\.rawValue)
                return "\"\(text)\" is not one of \(names.joined(separator: ", "))"
                    + Spelling.hint(for: text, among: names)
            }
            configuration[keyPath: path] = value
            return nil
        }
    }

    private static func speed(_ key: String, _ path: Path<PlaybackSpeed>) -> EngineSetting {
        EngineSetting(key: key, write: { "\($0[keyPath: path])" }) { configuration, text in
            guard let value = PlaybackSpeed(text) else {
                return "\"\(text)\" is neither max nor a whole number from 1 to 1000000"
            }
            configuration[keyPath: path] = value
            return nil
        }
    }

    private static func symbols(_ key: String, _ path: Path<SymbolChoice>) -> EngineSetting {
        EngineSetting(key: key, write: { "\($0[keyPath: path])" }) { configuration, text in
            do throws(SymbolChoiceError) {
                configuration[keyPath: path] = try SymbolChoice(text)
                return nil
            } catch {
                return "\(error)"
            }
        }
    }

    private static func endpoint(_ key: String, _ path: Path<Endpoint?>) -> EngineSetting {
        EngineSetting(key: key, write: { $0[keyPath: path].map { "\($0)" } ?? "" }) { configuration, text in
            guard !text.isEmpty else {
                configuration[keyPath: path] = nil
                return nil
            }
            guard let value = Endpoint(text), value.port > 0 else {
                return "\"\(text)\" is not an IPv4 address with a port, like 239.1.1.1:26400"
            }
            configuration[keyPath: path] = value
            return nil
        }
    }

    private static func number<Value: FixedWidthInteger & Sendable>(
        _ key: String, _ path: Path<Value>, _ range: ClosedRange<Value>,
        also check: @escaping @Sendable (Value) -> String? = { _ in nil }
    ) -> EngineSetting {
        EngineSetting(key: key, write: { "\($0[keyPath: path])" }) { configuration, text in
            guard let value = Value(text.filter { $0 != "_" }), range.contains(value) else {
                return "\"\(text)\" is not a whole number from \(range.lowerBound) to \(range.upperBound)"
            }
            if let objection = check(value) { return objection }
            configuration[keyPath: path] = value
            return nil
        }
    }

    private static func powerOfTwo(_ key: String, _ path: Path<Int>, _ range: ClosedRange<Int>) -> EngineSetting {
        number(key, path, range) { value in
            value & (value - 1) == 0 ? nil : "\(value) is not a power of two"
        }
    }

    private static func pages(_ key: String, _ path: Path<Int>, _ range: ClosedRange<Int>) -> EngineSetting {
        number(key, path, range) { value in
            value % 4096 == 0 ? nil : "\(value) is not a multiple of 4096"
        }
    }
}
