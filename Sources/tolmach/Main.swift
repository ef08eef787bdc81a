import ArgumentParser
import Foundation

/// Runs the command line, and turns whatever goes wrong into a message on stderr and an exit code of the contract.
@main
enum Main {
    static func main() async {
        do {
            var command = try Tolmach.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(Exit.report(error).rawValue)
        }
    }
}
