extension ChatEndpoint {
    /// The text without the endpoint's key, should the server have quoted it.
    func redacted(_ text: String) -> String {
        apiKey?.redacted(from: text) ?? text
    }
}

extension EndpointError {
    /// The error without the endpoint's key, should the server have quoted it.
    func redacted(by endpoint: ChatEndpoint) -> EndpointError {
        EndpointError(
            code: code.map(endpoint.redacted),
            type: type.map(endpoint.redacted),
            param: param.map(endpoint.redacted),
            message: endpoint.redacted(message)
        )
    }
}
