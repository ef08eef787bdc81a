import CYaml

/// The events of a YAML stream (YAML 1.1, as libyaml 0.2.5 reads it), each scalar with its place in the bytes.
///
/// Yams' own copy of libyaml is used: its module `CYaml` comes with the product Yams, which the program links anyway. A
/// second libyaml, the system's, would define the same symbols once more, and of the two, one would then be called with
/// the other's structures. Yams itself does not fit: its nodes tell where a scalar begins, but not where it ends, and
/// are made by recursion.
///
/// Aliases are not followed, so no “billion laughs” grows here; what is nested deeper than a thousand levels is an error
/// of libyaml's own.
final class YAMLParser {
    /// What comes next in the stream, as far as it matters for where texts stand.
    enum Event {
        case scalar(Scalar)
        case alias
        case open(isMapping: Bool, isFlow: Bool)
        case close
    }

    /// A scalar as it stands in the stream.
    struct Scalar {
        let style: YAMLScalarStyle
        let value: String
        /// From the first character of what is before the scalar proper, its anchor or its tag.
        let range: Range<Int>
        /// Whether an anchor or a tag is before it.
        let hasProperties: Bool
        /// Whether its tag says what it is, and that is no string.
        let isTyped: Bool
    }

    /// Why a stream is no YAML.
    struct Fault: Error {
        /// From 1.
        let line: Int
        let what: String
    }

    private let input: UnsafeMutableBufferPointer<UInt8>
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    /// A place that libyaml gives as a number of code points, and the bytes before it.
    private var known = (points: 0, bytes: 0)

    /// - Parameter bytes: Valid UTF-8.
    init(_ bytes: some Collection<UInt8>) {
        input = .allocate(capacity: bytes.count)
        _ = input.initialize(fromContentsOf: bytes)
        // The parser keeps a pointer to itself, so it must not be moved.
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        yaml_parser_initialize(parser)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deinitialize(count: 1)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event; nil at the end of the stream.
    func next() throws(Fault) -> Event? {
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw fault }
            defer { yaml_event_delete(&event) }
            switch event.type {
            case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return nil
            case YAML_SCALAR_EVENT: return .scalar(scalar(event))
            case YAML_ALIAS_EVENT: return .alias
            case YAML_MAPPING_START_EVENT:
                let isFlow = event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                return .open(isMapping: true, isFlow: isFlow)
            case YAML_SEQUENCE_START_EVENT:
                let isFlow = event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
                return .open(isMapping: false, isFlow: isFlow)
            case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT: return .close
            default: continue
            }
        }
    }

    /// The value of the scalar that a text is; nil where it is anything else.
    static func scalar(_ text: String) -> String? {
        let parser = YAMLParser(text.utf8)
        do {
            guard case .scalar(let scalar) = try parser.next(), try parser.next() == nil else { return nil }
            return scalar.value
        } catch {
            return nil
        }
    }

    private func scalar(_ event: yaml_event_t) -> Scalar {
        let data = event.data.scalar
        let value = String(decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
        let start = bytes(before: event.start_mark)
        let tag = data.tag.map { String(cString: $0) }
        return Scalar(
            style: YAMLScalarStyle(data.style), value: value,
            range: start..<max(start, bytes(before: event.end_mark)),
            hasProperties: tag != nil || data.anchor != nil,
            isTyped: tag.map { $0 != "!" && $0 != YAML_STR_TAG } ?? false)
    }

    /// Goes from the last place to the next one; marks count code points, and come in order.
    private func bytes(before mark: yaml_mark_t) -> Int {
        while known.points < mark.index, known.bytes < input.count {
            known.bytes += 1
            while known.bytes < input.count, input[known.bytes] & 0xC0 == 0x80 { known.bytes += 1 }
            known.points += 1
        }
        while known.points > mark.index, known.bytes > 0 {
            known.bytes -= 1
            while known.bytes > 0, input[known.bytes] & 0xC0 == 0x80 { known.bytes -= 1 }
            known.points -= 1
        }
        return known.bytes
    }

    private var fault: Fault {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "it cannot be read"
        guard parser.pointee.error == YAML_READER_ERROR else {
            return Fault(line: Int(parser.pointee.problem_mark.line) + 1, what: problem)
        }
        let before = input.prefix(Int(parser.pointee.problem_offset))
        return Fault(line: before.count { $0 == UInt8(ascii: "\n") } + 1, what: problem)
    }
}
