/// Times of day as the store and the API write them: ISO 8601, UTC, with milliseconds.
internal import Foundation

public enum Timestamp {
    /// Now, by the host's clock.
    public static func now() -> String { text(Date()) }

    /// Of ns since the epoch; empty for 0.
    public static func text(nanoseconds: Int64) -> String {
        nanoseconds == 0 ? "" : text(Date(timeIntervalSince1970: Double(nanoseconds) / 1e9))
    }

    private static func text(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
