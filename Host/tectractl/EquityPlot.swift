/// A curve in characters, for where people look rather than read.

enum EquityPlot {
    private static let bars = Array("▁▂▃▄▅▆▇█")

    /// One line of bars; empty without values.
    static func sparkline(_ values: [Double], width: Int) -> String {
        let columns = resampled(values, to: width)
        guard let low = columns.min(), let high = columns.max() else { return "" }
        let range = high - low
        return String(
            columns.map { value in
                range > 0 ? bars[min(7, max(0, Int((value - low) / range * 7.999)))] : bars[3]
            })
    }

    /// The curve in lines of text, with its highest and lowest value at the side.
    static func lines(_ values: [Double], width: Int, height: Int) -> [String] {
        let columns = resampled(values, to: width)
        guard let low = columns.min(), let high = columns.max(), height > 1 else { return [] }
        let range = high > low ? high - low : 1
        let steps = columns.map { Int((($0 - low) / range * (Double(height * 8) - 1)).rounded()) }
        let labels = (0..<height).map { row in
            row == 0 ? label(high) : row == height - 1 ? label(low) : ""
        }
        let margin = labels.map(\.count).max() ?? 0
        return (0..<height).map { row in
            let floor = (height - 1 - row) * 8
            let cells = steps.map { step in
                step < floor ? " " : step >= floor + 8 ? bars[7] : bars[step - floor]
            }
            let blanks = String(repeating: " ", count: margin - labels[row].count)
            return blanks + labels[row] + " ┤" + String(cells)
        }
    }

    /// What stands under `lines`: the times of the first and last value.
    static func axis(_ first: String, _ last: String, width: Int) -> String {
        first + " " + String(repeating: "─", count: max(1, width - first.count - last.count - 2)) + " " + last
    }

    private static func label(_ value: Double) -> String { Reading.rounded("\(value)", digits: 0) }

    /// As many values as there are columns, each the last of its stretch.
    private static func resampled(_ values: [Double], to width: Int) -> [Double] {
        guard values.count > width, width > 1 else { return values }
        return (0..<width).map { values[$0 * (values.count - 1) / (width - 1)] }
    }
}
