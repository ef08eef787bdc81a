import Translation

/// YAML (1.1, as libyaml reads it, and what of 1.2 it takes): all strings that are values are texts, keys are not.
///
/// Plain scalars that mean something else than a string stay, and so do those with a tag of their own (`!ruby/symbol x`).
/// So do aliases, whose text is translated where its anchor is. In the catalogues of Rails the language is a key, and stays
/// what it is.
enum YAMLReader: DocumentFormatReader {
    static let title = "YAML"
    static let nameExtensions = ["yaml", "yml"]
    static let protected = ProtectedSpans(
        Placeholder.all + [strftime, InlineMarkup.tag, InlineMarkup.reference, Address.url, Address.mail])

    static func blocks(of text: DocumentText, into target: LanguageTag?) throws(DocumentError) -> [Block] {
        let parser = YAMLParser(text.bytes)
        var units: [Block] = []
        var open: [Container] = []
        do {
            while let event = try parser.next() {
                if case .close = event {
                    open.removeLast()
                    continue
                }
                let isKey = open.last?.isKeyNext ?? false
                let isMute = isKey || open.last?.isMute ?? false
                if let last = open.indices.last, open[last].isMapping { open[last].isKeyNext.toggle() }
                switch event {
                case .open(let isMapping, let isFlow):
                    open.append(Container(isMapping: isMapping, isFlow: isFlow, isMute: isMute, isKeyNext: isMapping))
                case .scalar(let scalar) where !isMute:
                    if let unit = unit(scalar, text, isFlow: open.last?.isFlow ?? false) { units.append(unit) }
                default: break
                }
            }
        } catch {
            throw .malformed(.yaml, line: error.line, what: error.what)
        }
        return Block.filling(units, count: text.bytes.count)
    }

    static func decode(_ raw: Substring, form: String) -> String { YAMLSpelling.decode(raw, YAMLForm(form)) }

    static func encode(_ text: String, form: String, over old: Substring) -> String {
        YAMLSpelling.encode(text, YAMLForm(form), over: old)
    }

    private struct Container {
        let isMapping: Bool
        let isFlow: Bool
        /// Whether it is, or is in, a key.
        let isMute: Bool
        var isKeyNext: Bool
    }

    /// A scalar as a unit; nil where it is no string, or where its bytes are not read as libyaml reads them: what is not
    /// understood is not touched.
    private static func unit(_ scalar: YAMLParser.Scalar, _ text: DocumentText, isFlow: Bool) -> Block? {
        guard !scalar.isTyped, !scalar.value.isEmpty,
            scalar.style != .plain || scalar.hasProperties || YAMLMeaning.isString(scalar.value)
        else { return nil }
        let range = scalar.hasProperties ? withoutProperties(scalar.range, text.bytes) : scalar.range
        let raw = text[range]
        var form = YAMLForm(style: scalar.style, isFlow: isFlow)
        if scalar.style.isBlock {
            guard let spaces = YAMLBlockScalar(raw).firstIndentation else { return nil }
            // A first line that begins with spaces of its own is deeper than the block.
            let first = scalar.value.utf8.drop { $0 == UInt8(ascii: "\n") }
            form.indentation = spaces - first.prefix { $0 == UInt8(ascii: " ") }.count
            guard form.indentation >= 0 else { return nil }
        }
        guard YAMLSpelling.decode(raw, form).utf8.elementsEqual(scalar.value.utf8) else { return nil }
        return Block(kind: .unit(Block.Unit(form: form.text)), range: range)
    }

    /// Where a scalar begins behind its anchor, its tag, and what stands between (YAML 1.2.2, section 6.9).
    private static func withoutProperties(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
        var cursor = ByteCursor(bytes, range.lowerBound)
        while cursor.index < range.upperBound, let byte = cursor.next {
            switch byte {
            case UInt8(ascii: "&"), UInt8(ascii: "!"): cursor.takeAll { $0 > 0x20 }
            case UInt8(ascii: "#"): cursor.takeAll { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            case 0x20, 0x09, 0x0A, 0x0D: cursor.index += 1
            default: return cursor.index..<range.upperBound
            }
        }
        return range.upperBound..<range.upperBound
    }

    /// `%B`, `%-d`: the parts of a date, which catalogues of Ruby have many of (strftime(3), with Ruby's flags).
    private static let strftime: ProtectedSpans.Matcher = { bytes, start in
        var cursor = ByteCursor(bytes, start)
        guard cursor.take("%"), start == 0 || Digit.value(of: bytes[start - 1]) == nil else { return nil }
        cursor.takeAll(upTo: 4) { "-0^#_:".utf8.contains($0) }
        guard let letter = cursor.next, letter.isLetter else { return nil }
        cursor.index += 1
        return cursor.next.map { $0.isLetter || $0 >= 0x80 } ?? false ? nil : cursor.index
    }
}
