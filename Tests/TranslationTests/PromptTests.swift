import Support
import Testing
import Translation

@Suite("A prompt", .light)
struct PromptTests {
    private func assignment() throws -> Assignment { Assignment(target: try LanguageTag("es")) }

    @Test("is system and user for a fresh segment, whatever the mode", arguments: ResumeMode.allCases)
    func fresh(mode: ResumeMode) throws {
        let prompt = Prompt(assignment: try assignment(), source: "Hello", received: "", mode: mode)
        #expect(prompt.messages.map(\.role) == [.system, .user])
        #expect(prompt.messages[0].content == "Translate to Spanish. Output only the translation.")
        #expect(prompt.messages[1].content == "Hello")
    }

    @Test("has one assistant turn with everything received, and a turn that says continue")
    func resumed() throws {
        let prompt = Prompt(assignment: try assignment(), source: "Hello world", received: "Hola", mode: .continue)
        #expect(prompt.messages.map(\.role) == [.system, .user, .assistant, .user])
        #expect(prompt.messages[2].content == "Hola")
        #expect(prompt.messages[3].content == "continue")
    }

    @Test("ends with the assistant turn for prefill and its dialects")
    func prefill() throws {
        for (mode, mark) in [(ResumeMode.prefill, Prompt.Mark.none), (.prefix, .prefix), (.partial, .partial)] {
            let prompt = Prompt(assignment: try assignment(), source: "Hello world", received: "Hola", mode: mode)
            #expect(prompt.messages.map(\.role) == [.system, .user, .assistant])
            #expect(prompt.messages.last?.mark == mark)
        }
    }

    @Test("is the original request for an endpoint that can only start again")
    func restart() throws {
        let prompt = Prompt(assignment: try assignment(), source: "Hello world", received: "Hola", mode: .restart)
        #expect(prompt.messages.map(\.role) == [.system, .user])
    }

    @Test("puts source language, rules, instructions and the terms that occur into the system message")
    func system() throws {
        let glossary = Glossary(terms: [
            .init(source: "queue", target: "cola", note: "computing"), .init(source: "whale", target: "ballena"),
        ])
        let assignment = Assignment(
            target: try LanguageTag("es"), source: try LanguageTag("en"), formatRules: "Keep the markup.",
            instructions: "Address the reader as tú.", glossary: glossary)
        let system = assignment.systemPrompt(for: "The Queue is empty.")
        #expect(system.contains("The source language is English."))
        #expect(system.contains("Keep the markup."))
        #expect(system.contains("Address the reader as tú."))
        #expect(system.contains("queue → cola (computing)"))
        #expect(!system.contains("whale"))
    }
}
