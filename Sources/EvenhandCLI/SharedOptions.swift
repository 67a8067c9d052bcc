import ArgumentParser
import Evenhand

/// When to colour.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// What every command takes.
struct TalkOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say nothing on standard error but errors.")
  var quiet = false

  @Option(help: "Colour: auto, always or never. NO_COLOR turns auto off.")
  var color = ColorChoice.auto

  @Option(help: "Threads at most. The record is the same for any number.")
  var threads = 2

  func validate() throws {
    guard (1...TalkOptions.mostThreads).contains(threads) else {
      throw ValidationError("--threads is a number from 1 to \(TalkOptions.mostThreads)")
    }
  }

  private static let mostThreads = 64

  func talk(_ text: String) { if !quiet { Output.talk(text) } }

  /// Whether standard output may carry colour.
  var usesColor: Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto:
      (Environment.variables["NO_COLOR"] ?? "").isEmpty && Output.isTerminal(1, environment: Environment.variables)
    }
  }
}

/// What computing commands take.
struct ComputeOptions: ParsableArguments {
  @OptionGroup var planned: PlanOptions

  @Flag(help: "Do not digest the inputs: faster, and the bundle stays a draft.")
  var noInputDigest = false

  @Option(
    help: ArgumentHelp(
      "Memory that an audit may take, at least 1MB (default: 512MB for rows of ranked lists that stand apart, beyond which they are read in several passes; 2GB for the numbers that the plan asks for, beyond which it is refused).",
      valueName: "size"), transform: MemorySize.init(_:))
  var memory: MemorySize?

  @Option(help: "Who runs the audit, by the name in allowed_signers; run.json keeps it for the sign-off's rules.")
  var ranBy: String?

  /// The plan that the command uses.
  func plan(_ talk: TalkOptions) throws -> PlanFile { try planned.plan(talk) }

  /// Runs the plan with a progress line on a terminal.
  ///
  /// - Parameter baseline: The earlier audit that was given.
  func run(_ file: PlanFile, baseline: SealedRecord?, _ talk: TalkOptions) async throws -> (
    record: Record, describe: (SealedRecord) -> RunDescription
  ) {
    let clock = RunClock()
    var options = Audit.Options()
    options.threads = min(talk.threads, ProcessLimits.mostThreads)
    options.digestsInputs = !noInputDigest
    options.memory = memory?.bytes
    options.baseline = try file.baseline(baseline)
    let progress = ProgressLine(isShown: !talk.quiet && Output.isTerminal(2, environment: Environment.variables))
    options.progress = { bytes, rows in progress.show(bytes: bytes, rows: rows) }
    options.waiting = { file in talk.talk("waiting for somebody to write to \(file.name)") }
    defer { progress.clear() }
    let record: Record
    do { record = try Audit.run(file.plan, folder: file.folder, options: options) } catch let error as ReadError {
      throw file.placed(error)
    }
    return (record, { clock.description(of: $0, ranBy: ranBy, plan: file.places.file) })
  }
}
