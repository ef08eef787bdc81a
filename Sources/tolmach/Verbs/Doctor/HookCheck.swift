import Foundation

/// Looks whether the daemon can tell of the ends of jobs: what it does not start without, and what it would find out only
/// when the first job ends.
struct HookCheck {
    let settings: Settings

    func findings() -> [Finding] { [secret, command].compactMap(\.self) }

    private var section: HookSection { HookSection(source: settings.source) }

    private var secret: Finding? {
        do {
            if mayHaveCredentials, try section.isSecretOutOfReach() {
                return finding(
                    .warning,
                    "the webhook's secret is named nowhere, and a credential of the daemon's is out of reach here",
                    hint: "Its unit needs LoadCredential=\(HookSection.credential):FILE (systemctl edit), or the "
                        + "configuration webhook_secret_file; the daemon does not start without it.")
            }
            try section.checkSecret()
            return nil
        } catch {
            return finding(.problem, "\(error)", hint: "Mend it; until then the daemon does not start (exit code 5).")
        }
    }

    /// Whether a service manager may well start the daemon of this queue.
    private var mayHaveCredentials: Bool {
        SystemQuery.hasSystemd
            && (settings.isDatabaseByDefault || settings.database.hasPrefix(Locations.systemFolder + "/"))
    }

    private var command: Finding? {
        do {
            guard let program = try section.program() else { return nil }
            var information = stat()
            guard stat(program.text, &information) == 0 else {
                let code = errno
                guard code == ENOENT || code == ENOTDIR else {
                    let reason = "\(program.text) cannot be looked at: \(String(cString: strerror(code)))"
                    return finding(.warning, "\(program.error(reason))", hint: "The daemon must be able to run it.")
                }
                return finding(
                    .problem, "\(program.error("there is no program \(program.text)"))",
                    hint: "Install it there, or mend the path; until then nobody is told of the end of a job.")
            }
            let isProgram = information.st_mode & S_IFMT == S_IFREG && information.st_mode & 0o111 != 0
            guard !isProgram || access(program.text, X_OK) != 0 else { return nil }
            return isProgram
                ? finding(
                    .warning, "\(program.error("\(program.text) may not be run by you"))",
                    hint: "The daemon's user must be allowed to.")
                : finding(
                    .problem, "\(program.error("\(program.text) is no program that can be run"))",
                    hint: information.st_mode & S_IFMT == S_IFREG
                        ? "chmod +x \(program.text); until then nobody is told of the end of a job."
                        : "Name a program; until then nobody is told of the end of a job.")
        } catch {
            return finding(.problem, "\(error)", hint: "Mend it.")
        }
    }

    private func finding(_ level: Finding.Level, _ message: String, hint: String) -> Finding {
        Finding(level, "configuration", check: "on_complete", message, hint: hint)
    }
}
