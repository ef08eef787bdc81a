import ChatStream
import Engine
import Foundation

/// Looks for what is valid and yet cannot be meant: settings that do nothing, or that work against each other.
struct ConfigurationCheck {
    let settings: Settings

    func findings() -> [Finding] {
        [
            finding(.ok, "file", settings.file.map { "\($0) is valid" } ?? "no file; environment and defaults")
        ]
            + settings.unknownVariables.map {
                finding(.warning, "variables", $0.sentence, hint: "Unset it, or mend its name.")
            }
            + idleVariables() + idleEndpoints() + idleKeys() + replacedMembers() + misplacedFields() + concurrency()
            + retry() + presence() + HookCheck(settings: settings).findings()
    }

    private func finding(_ level: Finding.Level, _ check: String, _ message: String, hint: String? = nil) -> Finding {
        Finding(level, "configuration", check: check, message, hint: hint)
    }

    private var source: ConfigurationSource { settings.source }

    /// An endpoint's variables mean the endpoint that stands in the environment alone; without it they mean none.
    private func idleVariables() -> [Finding] {
        guard (source.environment["TOLMACH_BASE_URL"] ?? "").isEmpty else { return [] }
        let names = ConfigurationKeys.endpoint.filter { !ConfigurationKeys.global.contains($0) && $0 != "base_url" }
        let example = source.file?.endpoints.first ?? "NAME"
        return names.map { ($0, ConfigurationSource.environmentName($0)) }
            .filter { !(source.environment[$0.1] ?? "").isEmpty }
            .map { key, name in
                let other = ConfigurationSource.environmentName("endpoints.\(example).\(key)")
                return finding(
                    .warning, "variables", "\(name) does nothing, because TOLMACH_BASE_URL is not set",
                    hint: "For an endpoint of the file: \(other)")
            }
    }

    private func idleEndpoints() -> [Finding] {
        let used = Set(settings.endpoints.map(\.name))
        return (source.file?.endpoints ?? []).filter { !used.contains($0) }.map { name in
            finding(
                .warning, "endpoints", "endpoints.\(name) does nothing, because endpoint_order does not name it",
                hint: "Add it to endpoint_order, or take it away.")
        }
    }

    private func idleKeys() -> [Finding] {
        (source.file?.endpoints ?? []).compactMap { name in
            let keys = ["api_key_env", "api_key_file"].map { "endpoints.\(name).\($0)" }
            guard keys.allSatisfy({ source.file?.entries[$0] != nil }) else { return nil }
            return finding(
                .warning, "keys", "\(keys[1]) does nothing, because api_key_env goes before it",
                hint: "Take one of them away.")
        }
    }

    /// Members of `extra` win over what is written from other keys.
    private func replacedMembers() -> [Finding] {
        settings.endpoints.flatMap { endpoint in
            let extra = ExtraMembers(endpoint.extra)
            return ["model", "messages", "stream", "stream_options", "temperature", "max_tokens"].compactMap {
                member -> Finding? in
                guard extra[member] != nil else { return nil }
                let isOurs = member == "messages" || member == "stream"
                return finding(
                    .warning, "extra", "extra of endpoint \(endpoint.name) replaces \(member) in every request",
                    hint: isOurs
                        ? "Take it away: nothing can be translated so." : "Set it by its own key, or not at all.")
            }
        }
    }

    /// vLLM would go on with the user's turn where the last one is no assistant's.
    private func misplacedFields() -> [Finding] {
        settings.endpoints.filter { ExtraMembers($0.extra)["continue_final_message"] != nil }.map { endpoint in
            finding(
                .warning, "extra",
                "extra of endpoint \(endpoint.name) sends continue_final_message with first requests too",
                hint: "Take it away there, and set the endpoint's own key: continue_final_message: true")
        }
    }

    private func concurrency() -> [Finding] {
        let streams = settings.endpoints.reduce(0) { $0 + $1.concurrency }
        var findings: [Finding] = []
        var limit = rlimit()
        // Each stream has a socket; the database, the log and the run time need some thirty descriptors besides.
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, streams + 64 > limit.rlim_cur {
            findings.append(
                finding(
                    .warning, "concurrency",
                    "\(streams) streams at once need more than the \(limit.rlim_cur) files that a process may open",
                    hint: "Lower concurrency, or raise the limit: ulimit -n \(streams + 1024), LimitNOFILE for systemd."
                ))
        }
        for endpoint in settings.endpoints where endpoint.endpoint.isOnThisMachine && endpoint.concurrency > 32 {
            findings.append(
                finding(
                    .advice, "concurrency",
                    "endpoint \(endpoint.name) is on this machine and gets \(endpoint.concurrency) requests at once",
                    hint: "Those beyond its slots (llama-server --parallel) only wait: set concurrency to their number."
                ))
        }
        return findings
    }

    private func retry() -> [Finding] {
        guard settings.retry.cap < settings.retry.base else { return [] }
        return [
            finding(
                .warning, "retry", "retry.cap is shorter than retry.base, so that every delay is retry.cap",
                hint: "Raise retry.cap.")
        ]
    }

    private func presence() -> [Finding] {
        guard settings.endpoints.isEmpty else { return [] }
        return [
            Finding(
                .problem, "endpoints", check: "presence", "none is configured",
                hint: "Set TOLMACH_BASE_URL and TOLMACH_MODEL, or write a configuration file.")
        ]
    }
}
