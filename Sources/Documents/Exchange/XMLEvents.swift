import Foundation
import FoundationXML

/// What is done with the elements of an XML file, one after the other.
protocol XMLHandler {
    /// The names that the first element may have.
    static var roots: [String] { get }

    /// An element begins.
    ///
    /// - Parameters:
    ///   - name: Its name without a prefix.
    ///   - attributes: By their names with the prefix.
    mutating func begin(_ name: String, _ attributes: [String: String]) throws

    /// Text of the element that was begun last and has not ended; may come in pieces.
    mutating func take(_ text: String) throws

    /// An element ends.
    mutating func end(_ name: String) throws
}

/// Reads XML with Foundation's parser, and makes up for what that one lets pass.
///
/// XMLParser on Linux asks libxml2 to recover from errors: it goes on behind them, and says of a file that was cut off
/// that it was read well. It says so, too, of a file of less than four bytes, which it does not look at. So the first
/// error ends everything here, and a file is read well only once its first element has ended.
final class XMLEvents<Handler: XMLHandler>: NSObject, XMLParserDelegate {
    private var handler: Handler
    private let feed: XMLFeed
    private var depth = 0
    private var isWhole = false
    private var problem: (any Error)?

    /// Reads a file to its end.
    ///
    /// - Throws: ``ExchangeError``, or what the handler throws.
    static func read(_ stream: InputStream, with handler: Handler) throws -> Handler {
        let events = XMLEvents(handler, XMLFeed(stream))
        let parser = XMLParser(stream: events.feed)
        parser.delegate = events
        parser.shouldProcessNamespaces = true
        parser.externalEntityResolvingPolicy = .never
        _ = parser.parse()
        if let problem = events.problem { throw problem }
        if let failure = events.feed.failure { throw failure }
        guard events.isWhole else { throw ExchangeError.malformed(line: parser.lineNumber, what: XMLFault.cut) }
        return events.handler
    }

    private init(_ handler: Handler, _ feed: XMLFeed) {
        self.handler = handler
        self.feed = feed
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        perform(parser) {
            if depth == 0, !Handler.roots.contains(name) {
                let wanted = Handler.roots.map { "<\($0)>" }.joined(separator: " or ")
                throw ExchangeError.notExpected(element: name, wanted: wanted)
            }
            depth += 1
            try handler.begin(name, attributes)
        }
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        perform(parser) { try handler.take(text) }
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        perform(parser) { try handler.take(String(decoding: block, as: UTF8.self)) }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        perform(parser) {
            depth -= 1
            isWhole = depth == 0
            try handler.end(name)
        }
    }

    /// Asked of entities that the file does not declare; what stands for nothing must not become nothing.
    func parser(_ parser: XMLParser, resolveExternalEntityName name: String, systemID: String?) -> Data? {
        perform(parser) { throw ExchangeError.malformed(line: parser.lineNumber, what: XMLFault.undeclared) }
        return nil
    }

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
        let code = (error as NSError).code
        guard !XMLFault.harmless.contains(code) else { return }
        perform(parser) {
            throw ExchangeError.malformed(line: max(1, parser.lineNumber), what: XMLFault.sentence(for: code))
        }
    }

    /// Hands on what was found, unless something was wrong before.
    private func perform(_ parser: XMLParser, _ action: () throws -> Void) {
        guard problem == nil, feed.failure == nil else { return }
        do {
            try action()
        } catch {
            problem = error
            feed.stop(.unreadable)
            parser.abortParsing()
        }
    }
}
