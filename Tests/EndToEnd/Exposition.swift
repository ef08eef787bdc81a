/// A page in Prometheus' text format (version 0.0.4), read by somebody who takes nothing that the format does not allow.
struct Exposition {
    /// A page that breaks the rules.
    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    /// The kind of each family.
    private(set) var kinds: [String: String] = [:]
    /// Every sample by its name and labels, as they stand there: `name{label="value"}`.
    private(set) var samples: [String: Double] = [:]
    private var helped: Set<String> = []
    private var current = ""

    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Broken(description: "the last line does not end") }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            do { try take(String(line)) } catch let error as Broken {
                throw Broken(description: "\(error): \(line)")
            }
        }
        for (name, kind) in kinds where kind == "histogram" { try check(histogram: name) }
    }

    /// The samples of a family.
    func all(_ name: String) -> [String: Double] {
        samples.filter { $0.key == name || $0.key.hasPrefix(name + "{") }
    }

    private mutating func take(_ line: String) throws {
        if let match = line.wholeMatch(of: /# HELP ([a-z_]+) (.+)/) {
            current = String(match.1)
            guard helped.insert(current).inserted else { throw Broken(description: "a family twice") }
        } else if let match = line.wholeMatch(of: /# TYPE ([a-z_]+) (counter|gauge|histogram)/) {
            guard match.1 == current, kinds[current] == nil else { throw Broken(description: "a type out of place") }
            kinds[current] = String(match.2)
            if (match.2 == "counter") != current.hasSuffix("_total") {
                throw Broken(description: "counters, and they alone, end with _total")
            }
        } else if let match = line.wholeMatch(
            of: /([a-z_]+)(\{[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\["\\n])*")*\})? (\S+)/)
        {
            let name = String(match.1)
            let family = kinds[current] == "histogram" ? ["_bucket", "_sum", "_count"].map { current + $0 } : [current]
            guard family.contains(name) else { throw Broken(description: "a sample outside of its family") }
            guard let value = Double(match.3) else { throw Broken(description: "no number") }
            guard samples.updateValue(value, forKey: name + (match.2.map(String.init) ?? "")) == nil else {
                throw Broken(description: "a sample twice")
            }
        } else {
            throw Broken(description: "neither a comment nor a sample")
        }
    }

    /// Each bucket holds what the one before it holds, and the last holds all.
    private func check(histogram name: String) throws {
        var buckets: [String: [(bound: Double, count: Double)]] = [:]
        for (key, count) in all(name + "_bucket") {
            guard let match = key.wholeMatch(of: /[a-z_]+\{(.*?),?le="([^"]+)"\}/),
                let bound = match.2 == "+Inf" ? .infinity : Double(match.2)
            else { throw Broken(description: "a bucket without a bound: \(key)") }
            buckets[String(match.1), default: []].append((bound, count))
        }
        for (labels, list) in buckets {
            let counts = list.sorted { $0.bound < $1.bound }
            guard counts.last?.bound == .infinity, counts.map(\.count) == counts.map(\.count).sorted(),
                counts.last?.count == samples[name + "_count" + (labels.isEmpty ? "" : "{\(labels)}")],
                samples[name + "_sum" + (labels.isEmpty ? "" : "{\(labels)}")] != nil
            else { throw Broken(description: "a histogram that does not add up: \(name){\(labels)}: \(counts)") }
        }
    }
}
