import ScriptedEndpoint

extension RecordedRequest {
    /// The text that the request carries for the model to go on from; nil where it asks from the start.
    var textSoFar: String? { messages.last { $0.role == "assistant" }?.content }
}
