/// What is known of the names of commands and environments.
///
/// The lists hold what LaTeX itself and its most used packages define; of anything else nothing is taken for granted. No
/// library is used: there is none for C or Swift, and what TeX makes of a file only TeX can tell.
enum LaTeXWords {
    /// Commands whose last argument is text within a sentence, each with the arguments before it that are not.
    static let inline: [String: Int] = [
        "emph": 0, "textbf": 0, "textit": 0, "textsl": 0, "textsc": 0, "textsf": 0, "textrm": 0, "textmd": 0,
        "textup": 0,
        "textnormal": 0, "underline": 0, "uline": 0, "mbox": 0, "footnote": 0, "footnotetext": 0, "thanks": 0,
        "enquote": 0, "textquote": 0, "href": 1, "textcolor": 1, "alert": 0, "structure": 0, "marginpar": 0,
        "uppercase": 0,
        "MakeUppercase": 0, "text": 0, "textsuperscript": 0, "textsubscript": 0,
    ]

    /// Commands whose last argument is a text of its own.
    static let titles: Set<String> = [
        "part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph", "caption", "title",
        "subtitle", "frametitle", "framesubtitle", "addchap", "addsec", "minisec", "date",
    ]

    /// Commands that begin a section, each with its level; those without a number are KOMA-Script's.
    private static let sections: [String: Int] = [
        "part": 1, "chapter": 2, "addchap": 2, "section": 3, "addsec": 3, "subsection": 4, "subsubsection": 5,
    ]

    /// What the text of one of ``titles`` is in the document, if it is more than a text.
    static func role(of command: String) -> Block.Role? {
        command == "title" ? Block.Role.title : sections[command].map { Block.Role.heading(level: $0) }
    }

    /// How many arguments of a command are no text at its place: what is in the braces of others may well be some.
    static func unseenArguments(of command: String) -> Int {
        let isReference = command.hasSuffix("ref") || command.hasPrefix("cite") || command.hasSuffix("cite")
        return unseen[command] ?? inline[command] ?? (isReference ? 1 : 0)
    }

    /// Commands that show nothing at their place, or not all.
    private static let unseen: [String: Int] = [
        "thanks": 1, "footnote": 1, "footnotetext": 1, "marginpar": 1, "label": 1, "index": 1, "glossary": 1,
        "vspace": 1, "hspace": 1, "color": 1, "fontsize": 2, "includegraphics": 1, "hypertarget": 1, "hyperref": 0,
        "texorpdfstring": 1, "orcidlink": 1, "todo": 1,
    ]

    /// Commands that end a paragraph.
    static let breaks: Set<String> = [
        "par", "newpage", "clearpage", "cleardoublepage", "pagebreak", "bigskip", "medskip", "smallskip", "maketitle",
        "tableofcontents", "appendix", "centering", "noindent", "indent", "hline", "toprule", "midrule", "bottomrule",
    ]

    /// Letters and accents: part of a word, which a translation has or has not.
    static let letters: Set<String> = [
        "ss", "ae", "AE", "oe", "OE", "o", "O", "aa", "AA", "l", "L", "i", "j", "c", "v", "u", "H", "d", "b", "r", "k",
        "t",
        "dh", "DH", "th", "TH", "dj", "DJ", "ng", "NG", "SS", "glqq", "grqq", "flqq", "frqq", "quad", "qquad",
        "guillemotleft",
        "guillemotright", "textquotedblleft", "textquotedblright", "textendash", "textemdash",
    ]

    /// TeX's own commands whose arguments stand in no braces: what has one in it is no plain text.
    static let primitives: Set<String> = [
        "def", "edef", "gdef", "xdef", "let", "futurelet", "lccode", "uccode", "mathcode", "vskip", "hskip",
        "kern", "mkern", "mskip", "vrule", "hrule", "hbox", "vbox", "vtop", "vcenter", "halign", "valign", "advance",
        "multiply", "divide", "count", "dimen", "skip", "toks", "expandafter", "csname", "endcsname", "noexpand",
        "input",
        "include", "openin", "openout", "read", "write", "immediate", "special", "char", "accent", "raise", "lower",
        "moveleft", "moveright", "font", "setlength", "addtolength", "settowidth", "newif", "newcount", "newdimen",
        "newskip",
        "global", "long", "outer", "protected", "afterassignment", "aftergroup", "penalty", "parindent", "parskip",
        "baselineskip", "hsize", "vsize", "fi", "else", "or", "iffalse", "iftrue", "bye", "item", "begin", "end", "cr",
        "romannumeral",
        "number", "string", "meaning", "the", "show", "message", "errmessage", "uppercase", "lowercase", "mark",
        "insert",
        "discretionary", "hyphenation", "patterns", "output", "everypar", "everymath", "spacefactor", "hangindent",
        "hangafter",
        "lstinputlisting", "verbatiminput", "tt", "ttfamily", "obeylines", "obeyspaces", "verb",
        "lstinline",
    ]

    /// Commands that give characters another meaning.
    static let categories: Set<String> = [
        "catcode", "MakeShortVerb", "DefineShortVerb", "lstMakeShortInline", "ExplSyntaxOn",
    ]

    /// Environments whose content is text.
    static let texts: Set<String> = [
        "document", "abstract", "itemize", "enumerate", "description", "quote", "quotation", "verse", "center",
        "flushleft",
        "flushright", "figure", "figure*", "table", "table*", "minipage", "titlepage", "theorem", "lemma", "proof",
        "corollary", "proposition", "definition", "remark", "example", "frame", "block", "alertblock", "exampleblock",
        "multicols", "sloppypar", "small", "footnotesize", "appendices", "landscape", "column", "columns",
    ]

    /// Environments in which nothing but their own end is a command.
    static let verbatim: Set<String> = [
        "verbatim", "verbatim*", "Verbatim", "BVerbatim", "LVerbatim", "lstlisting", "minted", "comment",
        "filecontents",
        "filecontents*", "alltt", "verbatimtab", "SaveVerbatim", "VerbatimOut",
    ]
}
