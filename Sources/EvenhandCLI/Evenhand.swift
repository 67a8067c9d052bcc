import ArgumentParser
import Evenhand

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program: parse, call, print, exit code.
///
/// Every command states its name: the parser would work it out by reflection, which takes a millisecond of each start.
@main
struct EvenhandCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evenhand",
    abstract:
      "Audits decisions for disparities between groups, gates releases on what it finds, and writes the report.",
    discussion: """
      Exit codes of audit and gate: 0 every blocking requirement met, 1 one is not met, 2 could not run, 3 one could \
      not be judged, 4 a sign-off that is asked for is missing. `evenhand explain exit-3` says more.
      """,
    version: Version.current,
    subcommands: [
      InitCommand.self, CheckCommand.self, AuditCommand.self, RunCommand.self, GateCommand.self, CompareCommand.self,
      HistoryCommand.self, FindingCommand.self,
      ReportCommand.self, SignCommand.self, RejectCommand.self, RevokeCommand.self, WaiveCommand.self,
      StatusCommand.self, VerifyCommand.self, ExportCommand.self,
      MinimiseCommand.self, KeyCommand.self,
      PlanCommand.self, SQLCommand.self, PowerCommand.self, MetricsCommand.self, ExplainCommand.self,
      SchemaCommand.self, SelfCheckCommand.self,
    ])

  static func main() async {
    // A reader that stops reading is no failure.
    signal(SIGPIPE, SIG_IGN)
    if let lack = ProcessLimits.lack {
      Output.talk("error: \(lack)")
      // Nothing is ended in order: a library may still be waiting for what it does not get.
      _exit(ExitStatus.couldNotRun.rawValue)
    }
    Audit.prepare()
    var isGate = false
    do {
      // A gate that is told nothing must not look passed.
      guard CommandLine.arguments.count > 1 else {
        Output.talk(helpMessage())
        leave(ExitStatus.couldNotRun.rawValue)
      }
      var command = try parseAsRoot()
      isGate = command is AuditCommand || command is GateCommand
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let code as ExitCode {
      leave(code.rawValue)
    } catch {
      // The parser's own code for wrong usage is 64; ours is 2. Help and version come through here with 0.
      let isRequest = exitCode(for: error).isSuccess
      let text = fullMessage(for: error)
      if isRequest {
        try? Output.result(text + "\n")
      } else {
        ErrorText.say(error, usage: text)
        // A log opens at its end.
        if isGate, isFriendly(error), let first = "\(error)".split(separator: "\n").first {
          Output.talk("FAILED TO RUN (exit 2): \(first)")
        }
      }
      leave(isRequest ? 0 : ExitStatus.couldNotRun.rawValue)
    }
  }

  private static func leave(_ code: Int32) -> Never { Glibc.exit(code) }

  /// True for errors of ours, whose text says everything.
  static func isFriendly(_ error: any Error) -> Bool {
    error is PlanErrors || error is ReadError || error is FileError || error is RecordError || error is UsageError
      || error is SourceError || error is StartError || error is ExtractError || error is EditionError
      || error is SignOffError || error is AllowedSigners.Problem || error is WireError
      || error is HistoryError
  }
}

/// A wrong use of the command line that the parser cannot see.
struct UsageError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
