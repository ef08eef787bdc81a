/// The files of an EPUB that hold its texts, in the order in which they are read.
struct EPUBContents {
    private let archive: ZIPArchive
    private var found: [DocumentMember] = []
    private var names: Set<String> = []
    /// The files that are encrypted.
    private var encrypted: Set<String> = []

    init(_ archive: ZIPArchive) { self.archive = archive }

    /// The package documents, each with its tables of contents and the content documents of its spine.
    ///
    /// - Throws: ``DocumentError``.
    mutating func members() throws(DocumentError) -> [DocumentMember] {
        try findEncrypted()
        for package in try packages() {
            guard let document = try add(package, as: EPUBPackageReader.self) else { continue }
            let contents = try within(package) { () throws(DocumentError) in try EPUBPackage(document) }
            for (reference, isNCX) in contents.navigation {
                let name = try name(of: reference, from: package)
                _ = isNCX ? try add(name, as: NCXReader.self) : try add(name, as: EPUBContentReader.self)
            }
            for reference in contents.spine {
                try add(try name(of: reference, from: package), as: EPUBContentReader.self)
            }
        }
        return found
    }

    /// The package documents (OCF 3.3, section 4.2.6.3.1), the book's usual form first.
    private func packages() throws(DocumentError) -> [String] {
        let container = "META-INF/container.xml"
        let bytes = try archive.read(container)
        let text = try within(container) { () throws(DocumentError) in
            try DocumentText(bytes: bytes, maximumSize: .max)
        }
        var elements = XMLElements(text.bytes)
        var packages: [String] = []
        while let element = elements.next() {
            guard element.name == "rootfile", let path = elements.attribute("full-path", of: element),
                ["application/oebps-package+xml", nil].contains(elements.attribute("media-type", of: element))
            else { continue }
            packages.append(try name(of: path, from: ""))
        }
        guard !packages.isEmpty else {
            throw .member(container, .malformed(.epub, line: 1, what: "it names no package document"))
        }
        return packages
    }

    /// Finds the files that are encrypted (OCF 3.3, section 4.2.6.3.2).
    ///
    /// Obfuscated fonts are named there too, which does not matter: only of texts it is asked.
    private mutating func findEncrypted() throws(DocumentError) {
        let list = "META-INF/encryption.xml"
        guard archive.has(list) else { return }
        let bytes = try archive.read(list)
        let text = try within(list) { () throws(DocumentError) in try DocumentText(bytes: bytes, maximumSize: .max) }
        var elements = XMLElements(text.bytes)
        while let element = elements.next() {
            guard element.name == "CipherReference", let path = elements.attribute("URI", of: element) else { continue }
            encrypted.formUnion(ArchivePath.names(of: path, from: ""))
        }
    }

    private func name(of reference: String, from file: String) throws(DocumentError) -> String {
        let names = ArchivePath.names(of: reference, from: file)
        guard let name = names.first(where: { archive.has($0) }) else {
            throw .missingEntry(.epub, names.first ?? reference)
        }
        return name
    }

    /// Adds a file, unless it is there already or there is nothing in it.
    @discardableResult
    private mutating func add(
        _ name: String, as reader: any DocumentFormatReader.Type
    ) throws(DocumentError) -> DocumentText? {
        guard names.insert(name).inserted else { return nil }
        guard !encrypted.contains(name) else { throw .protected(.epub, entry: name) }
        let bytes = try archive.read(name)
        do throws(DocumentError) {
            let text = try DocumentText(bytes: bytes, maximumSize: .max)
            if let other = XMLDeclaration.otherEncoding(in: text) { throw .unsupportedEncoding(other) }
            found.append(DocumentMember(name: name, bytes: bytes, reader: reader))
            return text
        } catch {
            // A page without anything in it is no reason to refuse a book.
            if error == .empty || error == .blank { return nil }
            throw .member(name, error)
        }
    }

    private func within<Result>(
        _ name: String, _ read: () throws(DocumentError) -> Result
    ) throws(DocumentError) -> Result {
        do { return try read() } catch { throw .member(name, error) }
    }
}
