/// The feed in Prometheus's words: what each line brought, what was missing, how far behind the engine is.
internal import EngineLink
internal import SharedMemory

extension MetricsText {
    mutating func add(_ feed: FeedTelemetry) {
        add("tectra_feed_next_sequence", .gauge, "Number of the feed's next message.", feed.applied)
        add("tectra_feed_degraded", .gauge, "1 when messages were lost for good.", feed.isDegraded)
        add("tectra_feed_rebuilding", .gauge, "1 while the books are built anew.", feed.rebuildsUntil > 0 ? 1 : 0)
        add("tectra_feed_messages_lost_total", .counter, "Messages lost for good.", feed.engineLost)
        add("tectra_feed_gaps_declared_total", .counter, "Gaps that nobody could fill.", feed.engineGaps)
        guard feed.isLive != 0 else { return }
        add("tectra_feed_gaps_total", .counter, "Times that messages were missing on every line.", feed.gaps)
        add("tectra_feed_messages_late_total", .counter, "Missing messages that a line brought late.", feed.late)
        add("tectra_feed_messages_recovered_total", .counter, "Missing messages asked for and got.", feed.recovered)
        add("tectra_feed_requests_total", .counter, "Requests for missing messages.", feed.requests)
        add("tectra_feed_request_retries_total", .counter, "Requests that repeated one.", feed.retries)
        add("tectra_feed_recovering", .gauge, "1 while messages are missing.", feed.isRecovering)
        add("tectra_feed_queued", .gauge, "Messages between receiver and engine.", feed.queued)
        add("tectra_feed_queue_full_total", .counter, "Times that the receiver had to wait.", feed.queueFull)
        addLines(feed)
        let bounds = FeedTelemetry.lagBounds
        add(
            histogram: "tectra_feed_lag_seconds", "From a message's arrival to its turn in the engine.",
            bounds.indices.map { (Double(bounds[$0]) / 1e9, feed.lagCounts[$0]) }, count: feed.lagCount,
            sum: Double(feed.lagSum) / 1e9)
    }

    private mutating func addLines(_ feed: FeedTelemetry) {
        func samples(_ value: (LineTelemetry) -> String) -> [(labels: [(String, String)], value: String)] {
            [([("line", "a")], value(feed.a)), ([("line", "b")], value(feed.b))]
        }
        add("tectra_feed_line_packets_total", .counter, "Datagrams.", samples { "\($0.packets)" })
        add("tectra_feed_line_messages_total", .counter, "Messages it was first with.", samples { "\($0.messages)" })
        add("tectra_feed_line_duplicates_total", .counter, "Messages known already.", samples { "\($0.duplicates)" })
        add("tectra_feed_line_gaps_total", .counter, "Times it left messages out.", samples { "\($0.gaps)" })
        add("tectra_feed_line_missed_total", .counter, "Messages it left out.", samples { "\($0.missed)" })
        add("tectra_feed_line_foreign_total", .counter, "Datagrams of another session.", samples { "\($0.foreign)" })
        add("tectra_feed_line_faults_total", .counter, "Datagrams not understood.", samples { "\($0.faults)" })
        add(
            "tectra_feed_line_silence_seconds", .gauge, "Since its last packet; -1 before the first.",
            samples { $0.silence < 0 ? "-1" : Self.seconds($0.silence) })
    }

    /// From arrival to publication; of the symbols beyond the first 128 together, under no name.
    mutating func add(_ latencies: [LatencyRow]) {
        add(
            histograms: "tectra_symbol_latency_seconds",
            "From a message's arrival until what it brings strategies is published, by symbol.",
            latencies.map { row in
                var seen: UInt64 = 0
                let buckets = (0..<LatencyRow.bucketCount - 1).map { bucket in
                    seen += row.buckets[bucket]
                    return (Double(LatencyRow.bound(bucket)) / 1e9, seen)
                }
                return Histogram(
                    labels: [("symbol", "\(row.symbol)")], buckets: buckets, count: row.count,
                    sum: Double(row.sum) / 1e9)
            })
    }
}
