import Documents
import Foundation
import Support
import Testing

@Suite("LaTeX", .besideAnother)
struct LaTeXTests {
    @Test("An address in running text comes back as it is, and one in another encoding is refused, with the line")
    func addressAndEncoding() throws {
        func paper(_ preamble: String, _ text: String) -> String {
            "\\documentclass{article}\n\(preamble)\n\\begin{document}\n\(text)\n\\end{document}\n"
        }
        for address in ["https://example.org/a/page", "ann@example.org"] {
            let segment = try #require(
                try SourceDocument(
                    bytes: Array(paper("", "See \(address) for more of it.").utf8), format: .latex
                ).segments.first { $0.kind == .translatable })
            #expect(segment.discrepancies(of: "Véase más de ello.", format: .latex) == [.lost(address)])
        }
        for (preamble, isRefused) in [
            ("\\usepackage[latin1]{inputenc}", true),
            ("\\usepackage[T1]{fontenc}\\usepackage[ansinew]{inputenc}", true),
            ("\\usepackage[utf8]{inputenc}", false), ("\\usepackage[utf8x]{inputenc}", false),
            ("\\RequirePackage[utf8, latin1]{inputenc}", true), ("\\usepackage[\\enc]{inputenc}", false),
            ("\\begin{document}\\verb|\\usepackage[latin1]{inputenc}|", false),
            ("% \\usepackage[latin1]{inputenc}", false), ("\\usepackage{inputenc}", false),
        ] {
            let text = paper(preamble, "Some words.")
            guard isRefused else {
                #expect(try prompts(text, .latex) == ["Some words."])
                continue
            }
            let error = #expect(throws: DocumentError.self) { try segments(text, .latex) }
            #expect(error?.message.contains("line 2") == true, "\(String(describing: error))")
        }
    }

    private static let article = #"""
        \documentclass[12pt]{article} % not this
        \usepackage{amsmath}
        \newcommand{\name}[1]{Not this #1}
        \makeatletter
        \catcode`\@=11
        \makeatother
        \title{About \emph{some} thing}
        \author{Nobody}
        \begin{document}
        \maketitle
        \section*{First words}\label{sec:first}
        A paragraph with \textbf{bold} words, see~\ref{sec:first}, $a_1 < b^2$ and 50\% % a comment
        of \unknown[x]{things that stay} more\footnote{A note \cite{a,b}.}.

        % A comment, not this.
        Second paragraph, caf\'e. \[ x^2 \text{not this} \]
        After the formula \(x\).
        $$ y_2 $$
        \begin{equation}\label{eq} not & this \end{equation}
        \begin{itemize}
          \item One item
          \item[Mark] Another {\bfseries item} % end

        \end{itemize}
        \begin{verbatim}
        Not this \end{itemize} %
        \end{verbatim}
        \begin{figure}[ht]
          \includegraphics[width=0.5\textwidth]{not-this}
          \caption[Short]{What it \emph{shows}}
        \end{figure}
        \begin{tabular}{l} Not & this \\ \end{tabular}
        \begin{tikzpicture}[scale=1] \node {Not this}; \end{tikzpicture}
        Strange a_b & this stays.

        Unbalanced {this stays.

        \vskip 1cm plus this stays

        \verb|not this %| but this.
        \end{document}
        Not this.

        """#

    @Test("Paragraphs, items, titles and captions are texts; what TeX does something with is not")
    func texts() throws {
        let found = try prompts(Self.article, .latex, oneByOne: true)
        #expect(
            found == [
                #"About \emph{some} thing"#, "First words",
                "A paragraph with \\textbf{bold} words, see~\\ref{sec:first}, $a_1 < b^2$ and 50\\% % a comment\nof <x1/> more"
                    + "\\footnote{A note \\cite{a,b}.}.",
                #"Second paragraph, caf\'e."#, #"After the formula \(x\)."#, "One item", #"Another {\bfseries item}"#,
                #"What it \emph{shows}"#, "<x1/> but this.",
            ])
        #expect(try translated(Self.article, .latex) { $0 } == Self.article)
        let windows = Self.article.replacing("\n", with: "\r\n")
        #expect(try translated(windows, .latex) { $0 } == windows)
        #expect(try prompts(windows, .latex, oneByOne: true).count == found.count)
    }

    @Test("A translation goes where its text stood")
    func translation() throws {
        let result = try translated(Self.article, .latex, oneByOne: true) { "«\($0)»" }
        let expected = Self.article
            .replacing(#"About \emph{some} thing"#, with: #"«About \emph{some} thing»"#)
            .replacing("First words", with: "«First words»").replacing("A paragraph", with: "«A paragraph")
            .replacing("{a,b}.}.", with: "{a,b}.}.»").replacing(
                #"Second paragraph, caf\'e."#, with: #"«Second paragraph, caf\'e.»"#
            )
            .replacing(#"After the formula \(x\)."#, with: #"«After the formula \(x\).»"#)
            .replacing("One item", with: "«One item»")
            .replacing(#"Another {\bfseries item}"#, with: #"«Another {\bfseries item}»"#)
            .replacing(#"What it \emph{shows}"#, with: #"«What it \emph{shows}»"#)
            .replacing(#"\verb|not this %| but this."#, with: #"«\verb|not this %| but this.»"#)
        #expect(result == expected)
    }

    @Test(
        "A translation that TeX would stumble over is found out",
        arguments: [
            #"Words \emph{more} and $x$ \ref{b}."#, #"Words \emph{more} and $x$ \ref{a."#,
            #"Words \emph{more and $x$ \ref{a}."#,
            #"Words emph{more} and $x$ \ref{a}."#, #"Words \emph{more}} and $x$ \ref{a}."#,
            #"Words \emph{more} & $x$ \ref{a}."#,
            #"Words \emph{more} and $x \ref{a}."#, #"100% words \emph{more} and $x$ \ref{a}."#,
            #"Words_ \emph{more} and $x$ \ref{a}."#,
            "Words\n\n\\emph{more} and $x$ \\ref{a}.", #"Words \emph{more} and $x$ \ref{a} \input{b}."#,
            #"Words } \emph{more} and { $x$ \ref{a}."#,
            #"Words \emph{more} and $x$ \ref{a}. \"#,
        ])
    func discrepancies(translation: String) throws {
        let document = try SourceDocument(bytes: Array(#"Words \emph{more} and $x$ \ref{a}."#.utf8), format: .latex)
        let segment = try #require(document.segments.first)
        #expect(segment.discrepancies(of: #"$x$ y \ref{a}, p\'alabras \emph{más}."#, format: .latex).isEmpty)
        #expect(!segment.discrepancies(of: translation, format: .latex).isEmpty)
    }

    @Test(
        "A translation that would break the file is not put in; one that is only odd is",
        arguments: [
            (#"Palabras \emph{más y $x$."#, false), (#"Palabras & \emph{más} y $x$."#, false),
            (#"100% palabras \emph{más} y $x$."#, false), (#"Palabras #1 \emph{más} y $x$."#, false),
            (#"Palabras \input{b} \emph{más} y $x$."#, false), (#"Cuestan $5 y $10, \emph{más} y $x$."#, false),
            ("Palabras\n\n\\emph{más} y $x$.", false), (#"Palabras \emph{más} y $x$. \"#, false),
            (#"Palabras \emph{más} y $x$."#, true), (#"Palabras y $x$."#, true),
            (#"100\% palabras, {\ss} \emph{más} \& $x$."#, true),
        ])
    func breaking(translation: String, isTaken: Bool) throws {
        let text = "Words \\emph{more} and $x$.\n"
        #expect(try translated(text, .latex) { _ in translation } == (isTaken ? translation + "\n" : text))
    }

    @Test("A file that gives characters another meaning is refused, with its line")
    func categories() throws {
        for text in [
            "a\n\\catcode`\\|=13\n", "\\documentclass{a}\n\\catcode`\\|=13\n\\begin{document}\nx\n\\end{document}\n",
            "\\documentclass{a}\\begin{document}\n\\MakeShortVerb{|}\n",
        ] {
            let error = #expect(throws: DocumentError.self) { try segments(text, .latex) }
            guard case .malformed(.latex, 2, _) = error else {
                Issue.record("\(error.map { "\($0)" } ?? "nothing")")
                continue
            }
        }
        #expect(throws: Never.self) {
            try segments("% \\catcode\n\\verb|\\catcode|\n\\begin{verbatim}\\catcode\\end{verbatim}", .latex)
        }
    }

    @Test("Whatever the bytes, nothing is lost, and no end is gone beyond")
    func anyBytes() throws {
        let parts = [
            "\\", "{", "}", "$", "$$", "%", "\n", "\n\n", "\\section{", "\\caption[", "\\begin{document}",
            "\\end{document}",
            "\\begin{x}", "\\end{x}", "\\begin{verbatim}", "\\verb|", "\\item", "[", "]", "\\[", "\\(", "a b", "é",
            "\\title{",
            "\\documentclass{a}", "\\footnote{", "\\\"{o}", "\\\\", "&", "\r\n", "\\begin", "\\makeatletter", "\\foo{",
            "~",
        ]
        var state: UInt64 = 1
        for _ in 0..<4000 {
            var text = "a"
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += parts[Int(state >> 33) % parts.count]
            }
            let document = try SourceDocument(bytes: Array(text.utf8), format: .latex)
            #expect(document.segments.map(\.text).joined() == text)
            #expect(Assembly.assemble(document.segments.map { ($0, $0.prompt) }, format: .latex) == Array(text.utf8))
            for segment in document.segments {
                #expect(segment.discrepancies(of: segment.prompt, format: .latex).isEmpty, "\(text)")
            }
        }
    }
}
