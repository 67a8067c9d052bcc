import ArgumentParser
import Evenhand

struct ExportCommand: ParsableCommand {
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case testResult = "test-result"
    case svr, cyclonedx, dsse, pae
  }

  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Prints a bundle, or one of its sign-offs, in a form that other tools read.",
    discussion: """
      test-result and svr are in-toto Statements, cyclonedx is a bill of materials of version 1.7; none of them is signed. \
      dsse wraps a sign-off with an SSH signature over its encoding, made with --key; pae prints that encoding. SSH \
      signatures inside DSSE are not a common scheme: whoever reads them must know of it.
      """)

  @Argument(help: "The bundle.", completion: .directory)
  var bundle: String

  @Option(name: .customLong("as"), help: "One of \(Form.allCases.map(\.rawValue).joined(separator: ", ")).")
  var form: Form

  @Option(help: "The number of the sign-off, for dsse and pae.")
  var sequence: Int?

  @Option(help: "The key for dsse.", completion: .file())
  var key: String?

  @Option(help: "Ask as of a day or a moment in UTC; without it, now.")
  var now: String?

  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var talk: TalkOptions

  func run() throws {
    let signed = try SignedBundle(Bundle(folder: bundle), options: try ledger.options(now: now))
    if let first = signed.breaks.first {
      throw SignOffError(.broken, "nothing is exported of what was changed: \(first)")
    }
    if form == .testResult, let objection = Gate.objection(to: signed.confirmation, in: signed) {
      throw RecordError(objection)
    }
    switch form {
    case .testResult: try Output.result(InTotoExport.testResult(signed).canonical + "\n")
    case .svr: try Output.result(InTotoExport.verification(signed).canonical + "\n")
    case .cyclonedx: try Output.result(CycloneDXExport.document(signed).canonical + "\n")
    case .pae: try Output.result(String(decoding: try signed.encoding(of: number()), as: UTF8.self))
    case .dsse:
      guard let key else { throw UsageError("--key signs the envelope; `--as pae` prints what would be signed") }
      try Output.result(try signed.envelope(of: number(), key: key).canonical + "\n")
    }
  }

  private func number() throws -> Int {
    guard let sequence else { throw UsageError("--sequence says which sign-off") }
    return sequence
  }
}
