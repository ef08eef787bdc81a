extension Examination {
    /// Takes note of the models that are there, where the one that is set was not found.
    ///
    /// - Parameter url: The base URL under which they are listed.
    mutating func note(_ models: [String], at url: String) {
        let shown = models.prefix(12).joined(separator: ", ") + (models.count > 12 ? ", …" : "")
        let list =
            models.isEmpty ? "it lists no models" : "it lists \(HumanText.count(models.count, "model")): \(shown)"
        var remedies: [Remedy] = []
        if url != settings.endpoint.baseURL { remedies.append(place.remedy("base_url", url)) }
        if !models.contains(settings.model), let nearest = ConfigurationKeys.nearest(to: settings.model, in: models) {
            remedies.append(place.remedy("model", nearest))
        }
        let elsewhere = remedies.first?.key == "base_url" ? ", at \(url)" : ""
        add(.note, "models", list + elsewhere, hint: remedies.isEmpty ? nil : "Set:", set: remedies)
    }
}
