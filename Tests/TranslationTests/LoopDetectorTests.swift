import Support
import Testing
import Translation

@Suite("A loop", .light)
struct LoopDetectorTests {
    private static let source = """
        The house on the hill had been empty for years. Nobody in the village spoke of it, and those who had to pass it
        after dark walked a little faster. One evening a light was seen in a window of the upper floor.
        """
    private static let prefix = "La casa de la colina llevaba años vacía. Nadie en el pueblo hablaba de ella. "

    /// A text that grows, and who watches it.
    private struct Watched: Equatable {
        var detector: LoopDetector
        var text = ""

        init(source: String) { detector = LoopDetector(source: source) }

        var isLooping: Bool { detector.isLooping }

        mutating func append(_ chunk: String) {
            text += chunk
            detector.append(chunk, endOf: text)
        }
    }

    /// How many characters of a unit, repeated without end, come before it is noticed; nil where more than the limit do.
    private func delay(of unit: String, after prefix: String = Self.prefix, limit: Int = 100_000) -> Int? {
        var watched = Watched(source: Self.source)
        watched.append(prefix)
        var count = 0
        while count < limit {
            for scalar in unit.unicodeScalars {
                watched.append(String(scalar))
                count += 1
                if watched.isLooping { return count }
            }
        }
        return nil
    }

    /// A unit of so many characters in which nothing repeats for long.
    private func unit(_ length: Int, of letters: String = "abcdefghijklmnopqrstuvwxyz ", seed: UInt64 = 7) -> String {
        var generator = SeededGenerator(seed: seed)
        return String((0..<length).compactMap { _ in letters.randomElement(using: &generator) })
    }

    @Test(
        "is noticed after 4 times and 200 characters, and a tenth more",
        arguments: [1, 3, 10, 50, 200, 500, 1000])
    func delays(length: Int) throws {
        let latin = try #require(delay(of: unit(length)))
        let cyrillic = try #require(delay(of: unit(length, of: "абвгдежзийклмнопрстуфхцчшщыэюя ")))
        let han = try #require(delay(of: unit(length, of: "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生")))
        let counter = try #require(delay(of: unit(length - 1) + "7"))
        print(
            "a unit of \(length): noticed after \(latin) (Latin), \(cyrillic) (Cyrillic), \(han) (Han), \(counter) (a counter)"
        )
        let least = max(200, 4 * length)
        for delay in [latin, cyrillic, han] { #expect((least - 10...least * 5 / 4 + 20).contains(delay)) }
    }

    @Test("of a whole sentence, a line, a word or a letter is noticed")
    func kinds() {
        for unit in ["Una noche se vio una luz en una ventana. ", "- una luz\n", "luz ", "a", "ああ", "не ", "🙂 sí "] {
            #expect(delay(of: unit) ?? .max < 300, "\(unit)")
        }
    }

    @Test("of nearly equal parts is noticed as one of them all")
    func nested() {
        let unit = "rojo y verde. rojo y verde. rojo y azul. rojo y azul. "
        #expect(delay(of: unit) ?? .max < 300)
    }

    @Test("that counts is noticed once it is longer than its source")
    func counter() throws {
        var watched = Watched(source: Self.source)
        var text = Self.prefix
        var number = 0
        while !watched.isLooping {
            number += 1
            let line = "\(number). Nadie en el pueblo hablaba de ella.\n"
            text += line
            watched.append(line)
            try #require(text.count < 5000)
        }
        #expect(text.count > 400)
        #expect(text.count < 1200)
    }

    @Test("of rules, leaders and padding may be as long as a page is wide")
    func signs() {
        for sign in ["-", "=", ".", " ", "─", "| --- ", "* "] {
            var watched = Watched(source: Self.source)
            watched.append(Self.prefix + String(repeating: sign, count: 900 / sign.count) + Self.prefix)
            #expect(!watched.isLooping, "\(sign)")
            #expect(delay(of: sign) ?? .max < 1300, "\(sign)")
        }
    }

    @Test("is none where the source says the same as often")
    func repetitiveSource() {
        let pairs = [
            ("ha ", "ja ", 90), ("Nevermore, said the raven. ", "Nunca más, dijo el cuervo. ", 20),
            ("| yes | no |\n", "| sí | no |\n", 60), ("row 17, column 4\n", "fila 17, columna 4\n", 80),
            ("好", "bueno ", 150),
            ("No! ", "नहीं! ", 100),
            ("All work and no play makes Jack a dull boy.\n", "No por mucho madrugar amanece más temprano.\n", 12),
        ]
        for (unit, translated, count) in pairs {
            var watched = Watched(source: String(repeating: unit, count: count))
            watched.append(String(repeating: translated, count: count))
            #expect(!watched.isLooping, "\(unit)")
            for _ in 0..<20 { watched.append(String(repeating: translated, count: count)) }
            #expect(watched.isLooping, "\(unit)")
        }
    }

    @Test("is none in verses with a refrain, in a table, in a list of like items")
    func honest() {
        let refrain = (1...12).map { number in
            "Verso \(number) de la canción, \(unit(40, seed: UInt64(number)))\nAy, ay, ay, ay, canta y no llores,\n"
        }
        let table = (1...200).map { "| \($0) | \(unit(6, seed: UInt64($0))) | 0,\($0 * 37 % 100) |\n" }
        let list = (1...60).map { "- El archivo \(unit(5, seed: UInt64($0))) no existe\n" }
        for text in [refrain, table, list] {
            var watched = Watched(source: Self.source)
            watched.append(text.joined())
            #expect(!watched.isLooping)
        }
    }

    @Test("is never seen in a random text, 500 times")
    func randomTexts() {
        for seed in 0..<500 {
            var generator = SeededGenerator(seed: UInt64(seed))
            var watched = Watched(
                source: RandomText.make(words: Int.random(in: 0...60, using: &generator), using: &generator))
            watched.append(RandomText.make(words: Int.random(in: 1...400, using: &generator), using: &generator))
            #expect(!watched.isLooping, "seed \(seed)")
        }
    }

    @Test("of a random unit after a random text is always seen, 150 times")
    func randomLoops() {
        for seed in 0..<150 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let prefix = RandomText.make(words: Int.random(in: 0...200, using: &generator), using: &generator)
            let unit = RandomText.make(words: Int.random(in: 1...40, using: &generator), using: &generator) + " luz "
            let least = max(1000, 4 * unit.unicodeScalars.count)
            let delay = delay(of: unit, after: prefix, limit: least * 5 / 4 + 100)
            #expect(delay != nil, "seed \(seed): \(unit)")
        }
    }

    @Test("is seen at the same place however the text is cut into chunks, 100 times")
    func chunking() {
        for seed in 0..<100 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let unit = RandomText.make(words: Int.random(in: 1...20, using: &generator), using: &generator)
            let text =
                RandomText.make(words: 30, using: &generator)
                + String(repeating: unit, count: Int.random(in: 1...40, using: &generator))
            var whole = Watched(source: Self.source)
            whole.append(text)
            var pieces = Watched(source: Self.source)
            var rest = text.unicodeScalars[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...12, using: &generator))
                pieces.append(String(piece))
                rest = rest.dropFirst(piece.count)
            }
            #expect(whole == pieces, "seed \(seed)")
        }
    }

    @Test("is seen at the same place where no more of the text is kept than what is looked at")
    func trimmed() throws {
        for letters in ["abcdefghijklmnopqrstuvwxyz ", "абвгдежзийклмнопрстуфхцчшщыэюя ", "的一是不了人我在有他这为之大来以个中上们到"] {
            let text = unit(30_000, of: letters) + String(repeating: unit(1_300, of: letters, seed: 8), count: 6)
            var (whole, kept) = (Watched(source: Self.source), Watched(source: Self.source))
            var places: [Int?] = [nil, nil]
            for (place, character) in text.enumerated() {
                whole.append(String(character))
                kept.text = String(decoding: kept.text.utf8.suffix(LoopDetector.reach + 3), as: UTF8.self)
                kept.append(String(character))
                if whole.isLooping { places[0] = places[0] ?? place }
                if kept.isLooping { places[1] = places[1] ?? place }
            }
            #expect(places[0] != nil && places[0] == places[1], "\(letters): \(places)")
        }
    }

    @Test("is looked for at some nanoseconds a byte")
    func cost() {
        var generator = SeededGenerator(seed: 3)
        let prose = RandomText.make(words: 5_000, using: &generator)
        // Each line has come before, but not in this order: the detector has to look again and again.
        let lines = (0..<20).map { "\(unit(30, seed: UInt64($0)))\n" }
        let litany = (0..<1_000).compactMap { _ in lines.randomElement(using: &generator) }.joined()
        for (name, text) in [("prose", prose), ("litany", litany)] {
            var chunks: [String] = []
            var rest = text[...]
            while !rest.isEmpty {
                chunks.append(String(rest.prefix(4)))
                rest = rest.dropFirst(4)
            }
            var watched = Watched(source: Self.source)
            let time = ContinuousClock().measure {
                for chunk in chunks { watched.append(chunk) }
            }
            #expect(!watched.isLooping)
            print("\(name): \(chunks.count) chunks of 4 characters, \(time / chunks.count) a chunk")
            // Some 100 nanoseconds where the machine has nothing else to do; looking at everything at each chunk would
            // take tens of milliseconds.
            #expect(time / chunks.count < .milliseconds(1))
        }
    }
}
