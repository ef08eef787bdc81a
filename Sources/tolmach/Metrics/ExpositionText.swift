import Store
import Translation

/// Figures in Prometheus' text format, version 0.0.4.
///
/// By hand: a client library (swift-prometheus) adds up in the memory of the process that counts, and serves that over
/// HTTP; here the counts stand in the database, outlive every process, and are printed by one that has counted nothing.
/// What is left is a format of three kinds of lines.
///
/// Source: Prometheus, “Exposition formats”, and “Metric and label naming”.
struct ExpositionText {
    /// The kinds of figures.
    enum Kind: String {
        /// Only grows.
        case counter
        /// Goes up and down.
        case gauge
        /// How often something was at most so much.
        case histogram
    }

    /// A label with its value.
    typealias Label = (name: String, value: String)

    private(set) var text = ""

    /// Begins a family of figures; its samples follow.
    mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(Self.escaped(help))\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// A figure of the family that was begun last.
    mutating func sample(_ name: String, _ labels: [Label] = [], _ value: Double) {
        let list = labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }.joined(separator: ",")
        text += "\(name)\(list.isEmpty ? "" : "{\(list)}") \(Self.number(value))\n"
    }

    /// A family of one figure.
    mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        family(name, kind, help)
        sample(name, [], value)
    }

    /// The samples of a histogram, in seconds.
    mutating func histogram(_ name: String, _ labels: [Label] = [], _ histogram: DurationHistogram) {
        var sum = 0
        for (bound, count) in zip(histogram.bounds, histogram.counts) {
            sum += count
            sample(name + "_bucket", labels + [("le", Self.number(bound.inSeconds))], Double(sum))
        }
        sample(name + "_bucket", labels + [("le", "+Inf")], Double(histogram.count))
        sample(name + "_sum", labels, histogram.sum.inSeconds)
        sample(name + "_count", labels, Double(histogram.count))
    }

    /// Whole numbers without a point: that is how Prometheus itself writes them.
    private static func number(_ value: Double) -> String { Int(exactly: value).map { "\($0)" } ?? "\(value)" }

    private static func escaped(_ text: String, quotes: Bool = false) -> String {
        var escaped = ""
        // By scalars: a line feed hides in the character “CR LF”.
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
