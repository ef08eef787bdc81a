import Support
import Testing
import Translation

@Suite("A model that talks about the task", .light)
struct SeamRemarkTests {
    @Test("and then continues is understood, in eleven languages", arguments: Misbehaviour.prefaceLines)
    func preface(line: String) {
        for answer in ["\(line)\n\nduerme en la casa.", "\(line)\nEl gato grande de mi abuela duerme en la casa."] {
            let transcript = join("El gato grande de mi abuela du", answer)
            #expect(transcript.joined == "El gato grande de mi abuela duerme en la casa.", "“\(line)” stayed")
            #expect(transcript.junction == .prefaces)
        }
    }

    @Test("and brings no text has made no progress, in eleven languages", arguments: Misbehaviour.replies)
    func answer(reply: String) {
        for settled in ["El gato grande du", "El gato grande "] {
            let transcript = join(settled, reply)
            #expect(transcript.joined == settled, "“\(reply)” was taken for text")
            #expect(!transcript.hasNewText)
            #expect(transcript.junction == .answersInstruction)
        }
    }

    @Test(
        "is not seen in text that begins like it",
        arguments: [
            "Claro que sí: la casa es grande.", "Here is the cat:\n\nit sleeps.", "Voici la maison :\nelle est grande.",
            "Вот дом:\nон большой.", "Hier ist das Haus:\nes ist groß.", "Continue reading on page ten, please.",
            "Sure enough, the cat slept.", "Aquí está la casa.\n\nEs grande.", "当然，猫在睡觉：\n它很大。", "Continuar leyendo",
            "Please provide your name and address.",
        ])
    func text(answer: String) {
        #expect(join("Uno y dos", answer).joined == "Uno y \(answer)")
        #expect(join("Uno y dos", answer).junction == .goesOn)
    }

    @Test("is not seen where the text was about to say so")
    func known() {
        #expect(join("Haga clic en Conti", "Continuar").joined == "Haga clic en Continuar")
        #expect(
            join("Dijo:\n\nAquí es", "Aquí está la continuación:\n\nfin").joined
                == "Dijo:\n\nAquí está la continuación:\n\nfin")
        #expect(join("Haga clic en ", " continuar").joined == "Haga clic en continuar")
    }

    @Test("holds back no more than its measure of a line that might be a remark")
    func bounded() {
        var transcript = Transcript(settled: "Uno y dos")
        transcript.append("Sure " + String(repeating: "word ", count: 70))
        #expect(transcript.hasNewText)
    }

    @Test("A line of the document that reads like a preface stays where the source speaks of the same")
    func ownLine() {
        let line = "Aquí están las traducciones disponibles:\n- es"
        func joined(_ source: String) -> String {
            var transcript = Transcript(settled: "La lista.\n\n", source: source)
            transcript.append(line)
            transcript.finish(isComplete: true)
            return transcript.joined
        }
        #expect(joined("The list.\n\nHere are the available translations:\n- es").hasSuffix(line))
        #expect(!joined("The list.\n\n- es").contains("traducciones"), "in another document it is the model's own word")
    }
}
