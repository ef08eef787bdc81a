import Foundation
import Testing

/// A small EPUB, packed by Info-ZIP as people pack them by hand.
struct Book {
    var files: [String: [UInt8]] = [
        "mimetype": Array("application/epub+zip".utf8),
        "META-INF/container.xml": Array(
            """
            <?xml version="1.0"?>
            <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
              <rootfiles>
                <rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>
              </rootfiles>
            </container>
            """.utf8),
        "OEBPS/book.opf": Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="en">
              <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
                <dc:identifier id="id">urn:uuid:5f7d1c8e-8a6b-4c55-9f66-3b3d9d3a7f10</dc:identifier>
                <dc:title>The quiet river &amp; I</dc:title>
                <dc:language>en</dc:language>
                <dc:creator>Somebody</dc:creator>
                <dc:subject>Rivers</dc:subject>
                <dc:description><![CDATA[<p>It flows.</p>]]></dc:description>
                <meta property="dcterms:modified">2024-01-01T00:00:00Z</meta>
              </metadata>
              <manifest>
                <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
                <item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>
                <item id="css" href="style.css" media-type="text/css"/>
                <item id="two" href="text/chapter%20two.xhtml" media-type="application/xhtml+xml"/>
                <item id="one" href="text/one.xhtml" media-type="application/xhtml+xml" properties="scripted"/>
              </manifest>
              <spine toc="ncx"><itemref idref="one"/><itemref idref="two"/></spine>
            </package>
            """.utf8),
        "OEBPS/nav.xhtml": page(
            "Contents",
            """
            <nav epub:type="toc"><ol><li><a href="text/one.xhtml">The source</a></li>\
            <li><a href="text/chapter%20two.xhtml">The sea</a></li></ol></nav>
            """),
        "OEBPS/toc.ncx": Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1">
              <head><meta name="dtb:uid" content="urn:uuid:5f7d1c8e-8a6b-4c55-9f66-3b3d9d3a7f10"/></head>
              <docTitle><text>The quiet river</text></docTitle>
              <docAuthor><text>Somebody</text></docAuthor>
              <navMap>
                <navPoint id="a" playOrder="1">
                  <navLabel><text>The source</text></navLabel><content src="text/one.xhtml"/>
                </navPoint>
              </navMap>
              <pageList>
                <pageTarget id="p" type="front" value="9" playOrder="1">
                  <navLabel><text>ix</text></navLabel><content src="text/one.xhtml"/>
                </pageTarget>
              </pageList>
            </ncx>
            """.utf8),
        "OEBPS/style.css": Array(String(repeating: "p { color: red }\n", count: 50).utf8),
        "OEBPS/text/one.xhtml": page(
            "One", "<script src=\"a.js\"/><p>A spring, a&#160;stone.</p>\r\n<p><em>Water</em> &amp; moss.</p>"),
        "OEBPS/text/chapter two.xhtml": page("Two", "<p>The sea.</p>"),
    ]

    /// A content document.
    static func page(_ title: String, _ body: String) -> [UInt8] {
        Array(
            """
            <?xml version="1.0"?>
            <!DOCTYPE html>
            <html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="en">
            <head><title>\(title)</title></head>
            <body>\(body)</body>
            </html>
            """.utf8)
    }

    /// The book as an archive: its type first and stored, the rest by name.
    func packed(options: [String] = []) throws -> [UInt8] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "book-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, bytes) in files {
            let place = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: place)
            // An odd time in winter and one in summer: both have to come back.
            let time = Date(timeIntervalSince1970: name.hasSuffix("css") ? 1_700_000_002 : 1_720_000_004)
            try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: place.path)
        }
        if files["mimetype"] != nil { try Self.run("zip", ["-q", "-X0", "book.epub", "mimetype"], in: folder) }
        let names = files.keys.filter { $0 != "mimetype" }.sorted().joined(separator: "\n")
        try Self.run("zip", ["-q", "-9", "-@"] + options + ["book.epub"], in: folder, input: names)
        return Array(try Data(contentsOf: folder.appending(path: "book.epub")))
    }

    /// Runs a program and fails the test if it fails.
    static func run(_ program: String, _ arguments: [String], in folder: URL, input: String = "") throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.currentDirectoryURL = folder
        let (pipe, output) = (Pipe(), Pipe())
        process.standardInput = pipe
        process.standardOutput = output
        try process.run()
        try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try pipe.fileHandleForWriting.close()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program): \(String(decoding: said, as: UTF8.self))")
    }
}
