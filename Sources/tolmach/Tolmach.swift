import ArgumentParser
import Configuration
import Yams
@main struct Tolmach: AsyncParsableCommand { func run() async throws {} }
